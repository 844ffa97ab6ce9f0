/** Stages and packages charts with the real Helm. */
@NullMarked
package com.hcomp.gitops.helm;

import org.jspecify.annotations.NullMarked;
