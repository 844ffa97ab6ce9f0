package com.hcomp.gitops.report;

import java.util.Locale;

/** Sizes in bytes as people read them. */
public final class Sizes {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long GIB = 1024 * MIB;

  private Sizes() {}

  /** {@code 512 B}, {@code 4 KiB}, {@code 123 MiB}, {@code 2.1 GiB}: rounded down. */
  public static String text(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    if (bytes < MIB) {
      return bytes / KIB + " KiB";
    }
    return bytes < GIB
        ? bytes / MIB + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", Math.floor(bytes * 10.0 / GIB) / 10);
  }
}
