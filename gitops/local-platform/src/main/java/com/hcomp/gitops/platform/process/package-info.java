/** Starts, watches and stops programs that outlive this process. */
@NullMarked
package com.hcomp.gitops.platform.process;

import org.jspecify.annotations.NullMarked;
