@NullMarked
package com.hcomp.gitops.image;

import org.jspecify.annotations.NullMarked;
