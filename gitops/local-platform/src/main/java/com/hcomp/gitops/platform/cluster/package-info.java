/** Control planes and nodes. */
@NullMarked
package com.hcomp.gitops.platform.cluster;

import org.jspecify.annotations.NullMarked;
