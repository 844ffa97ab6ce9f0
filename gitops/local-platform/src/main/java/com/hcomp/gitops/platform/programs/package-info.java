/** Finds the programs that the platform runs, and builds what is missing, once. */
@NullMarked
package com.hcomp.gitops.platform.programs;

import org.jspecify.annotations.NullMarked;
