package com.hcomp.gitops.platform.state;

import java.time.Duration;

/** Durations as people read them. */
public final class Durations {
  private Durations() {}

  /** Such as {@code 0.4 s}, {@code 31 s} or {@code 1 m 12 s}. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 3) {
      return duration.toMillis() / 100 / 10.0 + " s";
    }
    return seconds < 60 ? seconds + " s" : seconds / 60 + " m " + seconds % 60 + " s";
  }
}
