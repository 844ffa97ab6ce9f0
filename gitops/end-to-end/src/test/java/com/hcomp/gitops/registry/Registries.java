package com.hcomp.gitops.registry;

import java.time.Duration;

/** Clients of a registry for tests. */
public final class Registries {
  private Registries() {}

  /** One that tries again at once: for a registry that is out of order on purpose. */
  public static Registry impatient(RegistryAddress address) {
    Duration second = Duration.ofSeconds(20);
    return new Registry(
        address, LoginFiles.ofUser(), new Patience(second, second, Duration.ofMillis(1)));
  }
}
