/** Tests. */
@NullMarked
package com.hcomp.gitops.platform.network;

import org.jspecify.annotations.NullMarked;
