package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Version;

/** What a delivery does to one environment. */
public sealed interface Step {
  Environment environment();

  /** Its config module stays as people wrote it. */
  record Keep(Environment environment) implements Step {}

  /** It runs a release, and its module has got a service since, which a promotion brings. */
  record Wait(Environment environment) implements Step {}

  /** It would take what the build made, but a rollback left that here. */
  record Hold(Environment environment) implements Step {}

  /**
   * Its config module takes what the build made.
   *
   * @param version of the release that carries it
   * @param reason for people
   */
  record Take(Environment environment, Version version, String reason) implements Step {}
}
