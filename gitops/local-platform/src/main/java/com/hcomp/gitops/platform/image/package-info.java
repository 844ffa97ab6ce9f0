/** The images that nobody can pull here: pause and the JVM base. */
@NullMarked
package com.hcomp.gitops.platform.image;

import org.jspecify.annotations.NullMarked;
