package com.hcomp.gitops.argocd;

import java.time.Duration;

/**
 * How long a request may take and how often it is tried.
 *
 * @param connect until a connection stands
 * @param answer until an answer is there
 * @param refresh until an answer is there that waits for a refresh
 * @param attempts at least 1; connection errors and 5xx are tried again
 * @param backOff before the second attempt; doubled before each later one
 */
public record Patience(
    Duration connect, Duration answer, Duration refresh, int attempts, Duration backOff) {
  public Patience {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt");
    }
  }

  /** What suits an Argo CD that is near or far. */
  public static Patience usual() {
    return new Patience(
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        4,
        Duration.ofMillis(250));
  }
}
