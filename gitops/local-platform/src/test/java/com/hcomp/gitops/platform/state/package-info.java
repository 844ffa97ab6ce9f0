/** Tests. */
@NullMarked
package com.hcomp.gitops.platform.state;

import org.jspecify.annotations.NullMarked;
