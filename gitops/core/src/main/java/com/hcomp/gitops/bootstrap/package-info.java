/** Gives Argo CD to clusters that have none yet, and tells it what to follow. */
@NullMarked
package com.hcomp.gitops.bootstrap;

import org.jspecify.annotations.NullMarked;
