/** Files that survive a crash, and the lock that keeps two runs apart. */
@NullMarked
package com.hcomp.gitops.platform.state;

import org.jspecify.annotations.NullMarked;
