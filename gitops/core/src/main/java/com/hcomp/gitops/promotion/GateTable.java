package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Gates as people read them, a line each.
 *
 * @param clock tells what time it is, and in which time zone times are shown
 */
public record GateTable(Clock clock) {
  private static final DateTimeFormatter TODAY =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /** {@code wait soak 4 m of 30 m; ready at 14:32:11}, and so on. */
  public List<String> lines(List<Ruling> rulings) {
    int width = rulings.stream().mapToInt(ruling -> name(ruling).length()).max().orElse(0);
    return rulings.stream()
        .map(
            ruling ->
                "  "
                    + pad(state(ruling), 7)
                    + pad(name(ruling), Math.max(width, 8) + 3)
                    + said(ruling))
        .toList();
  }

  /** {@code pass}, {@code wait}, {@code block}, or {@code over} where a person goes past it. */
  static String state(Ruling ruling) {
    if (ruling.verdict() instanceof Verdict.Pass) {
      return "pass";
    }
    if (ruling.override().isPresent()) {
      return "over";
    }
    return ruling.verdict() instanceof Verdict.Wait ? "wait" : "block";
  }

  /** The gate, or which check. */
  static String name(Ruling ruling) {
    return ruling.subject();
  }

  private String said(Ruling ruling) {
    StringBuilder said = new StringBuilder(ruling.verdict().reason());
    if (ruling.verdict() instanceof Verdict.Wait wait) {
      wait.until().ifPresent(until -> said.append("; ready at ").append(time(until)));
    }
    ruling.override().ifPresent(reason -> said.append("; gone past: ").append(reason));
    return said.toString();
  }

  /** The time of day within the next day, else the date. */
  public String time(Instant instant) {
    boolean soon =
        Duration.between(clock.instant(), instant).abs().compareTo(Duration.ofHours(20)) < 0;
    return (soon ? TODAY : DATE).format(instant.atZone(clock.getZone()));
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
