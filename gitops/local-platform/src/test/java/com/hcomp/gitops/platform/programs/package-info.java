/** Tests. */
@NullMarked
package com.hcomp.gitops.platform.programs;

import org.jspecify.annotations.NullMarked;
