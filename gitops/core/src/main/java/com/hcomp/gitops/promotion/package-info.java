/** What may move from build to environment, and moving it. */
@NullMarked
package com.hcomp.gitops.promotion;

import org.jspecify.annotations.NullMarked;
