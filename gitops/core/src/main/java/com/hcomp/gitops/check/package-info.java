/** Asks what promotion.yaml wants to know of an environment before a release goes on. */
@NullMarked
package com.hcomp.gitops.check;

import org.jspecify.annotations.NullMarked;
