package com.hcomp.gitops.registry;

import java.time.Duration;

/**
 * How long a registry is waited for.
 *
 * @param answer for a connection, and for an answer to begin
 * @param body for all of an answer, and to send what is large
 * @param pause before the second attempt; twice as long before the third and last
 */
record Patience(Duration answer, Duration body, Duration pause) {
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMillis(500));
}
