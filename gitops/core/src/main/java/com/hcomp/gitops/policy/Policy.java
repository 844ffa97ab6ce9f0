package com.hcomp.gitops.policy;

import java.util.List;
import java.util.Optional;

/**
 * promotion.yaml: the environments in the order in which a payload passes them.
 *
 * @param environments at least one; each is promoted from one before it, or is a first one
 */
public record Policy(List<EnvironmentPolicy> environments) {
  public Policy {
    environments = List.copyOf(environments);
  }

  /** What it says of an environment; empty if it doesn't name it. */
  public Optional<EnvironmentPolicy> of(String environment) {
    return environments.stream().filter(each -> each.name().equals(environment)).findFirst();
  }

  /** The environments that are promoted from another one: a wave. */
  public List<EnvironmentPolicy> promotedFrom(String environment) {
    return environments.stream()
        .filter(each -> each.from().equals(Optional.of(environment)))
        .toList();
  }
}
