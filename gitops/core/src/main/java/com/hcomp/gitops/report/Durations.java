package com.hcomp.gitops.report;

import com.hcomp.gitops.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times as people read them. */
public final class Durations {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /** For as long as a day and a month can be of one year only. */
  private static final Duration SHORT_DATE = Duration.ofDays(300);

  private Durations() {}

  /**
   * Reads a duration as ISO 8601 writes it.
   *
   * @throws com.hcomp.gitops.model.ProblemException if it is none, or not above zero
   */
  public static Duration parse(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isZero() && !duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below, as for a duration that is not above zero.
    }
    throw new Problem(
            "BAD-DURATION",
            "'" + text + "' is no duration.",
            "Write two minutes as PT2M, an hour as PT1H:\n-Dgitops.timeout=PT2M")
        .asException();
  }

  /** {@code 12 s}, {@code 4 m}, {@code 3 h}, {@code 2 d}: whole units, rounded down. */
  public static String text(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m";
    }
    return seconds < 86400 ? seconds / 3600 + " h" : seconds / 86400 + " d";
  }

  /** How long something took: {@code 0.4 s}, {@code 31 s}, {@code 1 m 12 s}, {@code 3 h}. */
  public static String exact(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 3) {
      long tenths = Math.max(0, duration.toMillis()) / 100;
      return tenths / 10.0 + " s";
    }
    if (seconds < 60 || seconds >= 3600 || seconds % 60 == 0) {
      return text(duration);
    }
    return seconds / 60 + " m " + seconds % 60 + " s";
  }

  /** {@code 12 s}, {@code 4 m 10 s}, {@code 1 h 30 m}, {@code 2 d}: the rest is rounded down. */
  public static String twoUnits(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return twoUnits(seconds, 60, " m", " s");
    }
    return seconds < 86400
        ? twoUnits(seconds / 60, 60, " h", " m")
        : twoUnits(seconds / 3600, 24, " d", " h");
  }

  private static String twoUnits(long amount, int ofBigger, String bigger, String smaller) {
    long rest = amount % ofBigger;
    return amount / ofBigger + bigger + (rest == 0 ? "" : " " + rest + smaller);
  }

  /** How long ago, and after a day the date in a time zone: {@code 31 Dec}, {@code 2024-12-31}. */
  public static String since(Instant then, Instant now, ZoneId zone) {
    Duration ago = Duration.between(then, now);
    if (ago.toHours() < 24) {
      return text(ago);
    }
    return (ago.compareTo(SHORT_DATE) < 0 ? DAY : DATE).format(then.atZone(zone));
  }
}
