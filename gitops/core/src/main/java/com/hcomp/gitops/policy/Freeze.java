package com.hcomp.gitops.policy;

import java.time.Instant;

/**
 * A time in which no release gets in; rollbacks do.
 *
 * @param from its first moment
 * @param to the first moment after it
 * @param reason for people
 */
public record Freeze(Instant from, Instant to, String reason) {
  public Freeze {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a freeze from " + from + " to " + to);
    }
  }
}
