/** The local platform: real clusters, Argo CD, a registry and Git on one machine. */
@NullMarked
package com.hcomp.gitops.platform;

import org.jspecify.annotations.NullMarked;
