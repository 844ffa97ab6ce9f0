/**
 * Judges whether a release may get into an environment now: from evidence alone, without asking
 * anybody.
 */
@NullMarked
package com.hcomp.gitops.gate;

import org.jspecify.annotations.NullMarked;
