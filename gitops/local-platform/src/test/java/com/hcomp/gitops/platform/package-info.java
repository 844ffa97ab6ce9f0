/** Tests of the local platform. */
@NullMarked
package com.hcomp.gitops.platform;

import org.jspecify.annotations.NullMarked;
