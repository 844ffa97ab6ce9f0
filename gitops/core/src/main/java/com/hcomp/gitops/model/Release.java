package com.hcomp.gitops.model;

/**
 * A published release: an environment's config module in one version.
 *
 * @param environment the environment that it is a release of
 * @param pin its version and digest
 * @param payload the charts and images that it carries
 */
public record Release(String environment, Pin pin, Payload payload) {
  @Override
  public String toString() {
    return environment + " " + pin.version();
  }
}
