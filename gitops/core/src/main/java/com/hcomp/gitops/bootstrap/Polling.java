package com.hcomp.gitops.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Looks again and again, for so long at the most. */
final class Polling {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private Polling() {}

  /** Whether the condition held in time; it is looked at once at least. */
  static boolean until(Duration bound, BooleanSupplier condition) {
    Instant end = Instant.now().plus(bound);
    while (!condition.getAsBoolean()) {
      if (!Instant.now().isBefore(end)) {
        return false;
      }
      try {
        Thread.sleep(INTERVAL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return true;
  }
}
