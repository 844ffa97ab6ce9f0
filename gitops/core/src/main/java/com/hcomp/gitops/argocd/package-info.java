/** Reads Argo CD through its API. */
@NullMarked
package com.hcomp.gitops.argocd;

import org.jspecify.annotations.NullMarked;
