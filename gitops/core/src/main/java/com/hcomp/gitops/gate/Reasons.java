package com.hcomp.gitops.gate;

import com.hcomp.gitops.argocd.Liveness;

/** What more than one gate says about an environment that is broken. */
final class Reasons {
  private Reasons() {}

  /** What failed, with the first of Argo CD's own messages. */
  static String of(Liveness.Broken broken) {
    return broken.details().stream()
        .findFirst()
        .map(detail -> broken.reason() + ", " + detail)
        .orElse(broken.reason());
  }

  static String mend(String environment) {
    return "Mend it with a new release, or go back:\nmvn gitops:rollback -Dgitops.environment="
        + environment;
  }
}
