package com.hcomp.gitops.gate;

import com.hcomp.gitops.gate.Verdict.Blocked;
import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.report.Explained;
import com.hcomp.gitops.report.Paragraph;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Rulings as people read them, a gate a line; below one that doesn't pass, what to do. Where the
 * reason has a message that is known, its meaning stands before it.
 *
 * @param clock tells how long it still is, and in which time zone moments are shown
 * @param colour whether verdicts are coloured; colour never says anything that the words don't
 */
public record RulingsText(Clock clock, boolean colour) {
  private static final String INDENT = "  ";
  private static final int VERDICT_WIDTH = 7;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /** The lines, each with a line break at its end. */
  public String of(List<Ruling> rulings) {
    int width = rulings.stream().mapToInt(ruling -> ruling.subject().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    rulings.forEach(ruling -> text.append(text(ruling, width)));
    return text.toString();
  }

  private String text(Ruling ruling, int width) {
    String word = word(ruling.verdict());
    String space = " ".repeat(VERDICT_WIDTH - word.length());
    String subject = ruling.subject() + " ".repeat(width - ruling.subject().length());
    String start = INDENT + word + space + subject + INDENT + " ";
    String place =
        ruling.verdict() instanceof Pass
            ? ""
            : ruling.place().map(location -> " (" + location + ")").orElse("");
    String reason = ruling.verdict().reason() + until(ruling.verdict()) + place;
    String indent = " ".repeat(start.length());
    StringBuilder text = new StringBuilder(Explained.text(start, reason, ruling.cause()));
    if (ruling.verdict() instanceof Blocked blocked && ruling.override().isEmpty()) {
      // Never wrapped: it holds commands.
      blocked.remedy().lines().forEach(line -> text.append(indent).append(line).append('\n'));
    }
    if (!(ruling.verdict() instanceof Pass)) {
      ruling.override().ifPresent(why -> text.append(Paragraph.of(indent, "overridden: " + why)));
    }
    return colour ? coloured(text.toString(), word, ruling.verdict()) : text.toString();
  }

  private static String word(Verdict verdict) {
    return verdict instanceof Pass ? "pass" : verdict instanceof Wait ? "wait" : "block";
  }

  private String until(Verdict verdict) {
    return verdict instanceof Wait wait ? wait.until().map(this::until).orElse("") : "";
  }

  private String until(Instant moment) {
    Duration left = Duration.between(clock.instant(), moment);
    return left.toHours() < 24
        ? "; until " + moment(moment) + ", in " + Durations.text(left)
        : "; until " + moment(moment);
  }

  /** The time of day of a moment within the next day; with its date else. */
  public String moment(Instant moment) {
    boolean soon = Duration.between(clock.instant(), moment).toHours() < 24;
    return (soon ? TIME : DATE).format(moment.atZone(clock.getZone()));
  }

  private static String coloured(String text, String word, Verdict verdict) {
    int code = verdict instanceof Pass ? 32 : verdict instanceof Wait ? 33 : 31;
    return text.replaceFirst(word, "\u001b[" + code + "m" + word + "\u001b[0m");
  }
}
