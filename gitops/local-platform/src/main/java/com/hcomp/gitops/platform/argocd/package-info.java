/** Argo CD, run as processes against the hub. */
@NullMarked
package com.hcomp.gitops.platform.argocd;

import org.jspecify.annotations.NullMarked;
