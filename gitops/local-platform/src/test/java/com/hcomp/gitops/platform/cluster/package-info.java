/** Tests. */
@NullMarked
package com.hcomp.gitops.platform.cluster;

import org.jspecify.annotations.NullMarked;
