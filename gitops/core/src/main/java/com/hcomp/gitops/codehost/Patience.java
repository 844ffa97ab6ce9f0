package com.hcomp.gitops.codehost;

import java.time.Duration;

/**
 * How long a request may take and how often it is tried.
 *
 * @param connect until a connection stands
 * @param answer until the whole answer is there
 * @param attempts at least 1; only what reads is tried again, after connection errors and 5xx
 * @param backOff before the second attempt; doubled before each later one
 */
public record Patience(Duration connect, Duration answer, int attempts, Duration backOff) {
  public Patience {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt");
    }
  }

  /** What suits a code host on the internet: a lost one is known after half a minute or so. */
  public static Patience usual() {
    return new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), 4, Duration.ofMillis(500));
  }

  /** How long to wait after an attempt, from 1. */
  Duration after(int attempt) {
    return backOff.multipliedBy(1L << (attempt - 1));
  }
}
