/** Tests. */
@NullMarked
package com.hcomp.gitops.platform.process;

import org.jspecify.annotations.NullMarked;
