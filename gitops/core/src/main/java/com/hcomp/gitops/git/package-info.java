/** The Git command line, as far as releasing needs it. */
@NullMarked
package com.hcomp.gitops.git;

import org.jspecify.annotations.NullMarked;
