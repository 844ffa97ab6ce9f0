/** Runs other programs: Git, Helm. */
@NullMarked
package com.hcomp.gitops.process;

import org.jspecify.annotations.NullMarked;
