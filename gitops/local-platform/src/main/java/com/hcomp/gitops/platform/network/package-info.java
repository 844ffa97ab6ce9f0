/** The addresses that the platform takes, and the host's part of its network. */
@NullMarked
package com.hcomp.gitops.platform.network;

import org.jspecify.annotations.NullMarked;
