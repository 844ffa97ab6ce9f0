package com.hcomp.gitops.gate;

import com.hcomp.gitops.policy.EnvironmentPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All gates of one environment. */
public final class Gates {
  private final EnvironmentPolicy policy;

  public Gates(EnvironmentPolicy policy) {
    this.policy = policy;
  }

  /**
   * What each gate says, in order; a gate that promotion.yaml doesn't ask for is left out.
   *
   * @param asked the gates that apply: all of them for a promotion; windows, freezes, checks and
   *     approval for a hand edit with an unchanged payload
   * @param overrides the gates that a person goes past, with the reason
   */
  public List<Ruling> judge(
      Evidence evidence, Set<GateName> asked, Map<GateName, String> overrides) {
    throw new UnsupportedOperationException(policy.name() + evidence + asked + overrides);
  }
}
