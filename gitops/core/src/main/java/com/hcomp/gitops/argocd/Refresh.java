package com.hcomp.gitops.argocd;

/** What Argo CD does before it answers. A refresh is answered when it is done. */
public enum Refresh {
  /** Answers with what it knows, however old that is. */
  NONE,
  /** Looks at the source and the cluster again. */
  NORMAL,
  /** Renders again too, because Argo CD caches a render's errors. */
  HARD
}
