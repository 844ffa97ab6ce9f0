package com.hcomp.gitops.model;

import java.time.Duration;

/**
 * A release that another one replaced in an environment, as the replacing commit wrote it into the
 * pin file: so that it stays a candidate for promotion although it runs there no more.
 *
 * @param pin the release
 * @param soaked how long its payload had run there without a break, and healthy, when it was
 *     replaced
 */
public record Replaced(Pin pin, Duration soaked) {
  public Replaced {
    if (soaked.isNegative()) {
      throw new IllegalArgumentException("soaked for " + soaked);
    }
  }
}
