package com.hcomp.gitops.gate;

import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import com.hcomp.gitops.policy.Freeze;
import com.hcomp.gitops.policy.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The windows and freezes of an environment.
 *
 * @param windows at least one, where the windows are asked
 */
record Calendar(List<Window> windows, List<Freeze> freezes) {
  /** What is open for so long is open for good, to people; and a day's name tells the day. */
  private static final Duration FOR_GOOD = Duration.ofDays(6);

  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter LATER =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

  Calendar {
    windows = List.copyOf(windows);
    freezes = List.copyOf(freezes);
  }

  /** A window from its opening on one day to its closing; never empty. */
  private record Opening(Instant from, Instant to, ZoneId zone) {}

  /** Whether a window is open; the wait ends with the next opening of any of them. */
  Verdict window(Instant now) {
    Optional<Opening> open = openAt(now);
    return open.isPresent() ? new Pass("open" + until(open.get(), now)) : closed(now);
  }

  private Verdict closed(Instant now) {
    Optional<Instant> next =
        windows.stream()
            .flatMap(
                window ->
                    openings(window, now)
                        .map(Opening::from)
                        .filter(from -> from.isAfter(now))
                        .limit(1))
            .min(Comparator.naturalOrder());
    String all = windows.stream().map(Window::toString).collect(Collectors.joining("; "));
    return new Wait("closed; open " + all, next);
  }

  /** Whether none is on; the wait ends with the last of those that run into each other. */
  Verdict freeze(Instant now) {
    Instant end = now;
    Set<String> reasons = new LinkedHashSet<>();
    Optional<Freeze> on = frozenAt(now);
    while (on.isPresent()) {
      end = on.get().to();
      reasons.add(on.get().reason());
      on = frozenAt(end);
    }
    return reasons.isEmpty()
        ? new Pass("none is on")
        : new Wait("frozen: " + String.join(", ", reasons), Optional.of(end));
  }

  private Optional<Freeze> frozenAt(Instant moment) {
    return freezes.stream()
        .filter(freeze -> !moment.isBefore(freeze.from()) && moment.isBefore(freeze.to()))
        .max(Comparator.comparing(Freeze::to));
  }

  /** Windows that run into each other close together. */
  private String until(Opening first, Instant now) {
    Opening last = first;
    while (last.to().isBefore(now.plus(FOR_GOOD))) {
      Optional<Opening> next = openAt(last.to());
      if (next.isEmpty()) {
        LocalDateTime end = LocalDateTime.ofInstant(last.to(), last.zone());
        boolean today = end.toLocalDate().equals(LocalDate.ofInstant(now, last.zone()));
        return " until " + (today ? TODAY : LATER).format(end) + " " + last.zone();
      }
      last = next.get();
    }
    return "";
  }

  /** The one that is open at a moment; of several, the one that closes last. */
  private Optional<Opening> openAt(Instant moment) {
    return windows.stream()
        .flatMap(
            window ->
                openings(window, moment)
                    .takeWhile(opening -> !opening.from().isAfter(moment))
                    .filter(opening -> moment.isBefore(opening.to())))
        .max(Comparator.comparing(Opening::to));
  }

  /**
   * All openings of a window, from those that can still be open at a moment on, without end. One
   * that opened the day before can be; older ones have closed.
   */
  private static Stream<Opening> openings(Window window, Instant moment) {
    return Stream.iterate(
            LocalDate.ofInstant(moment, window.zone()).minusDays(1), day -> day.plusDays(1))
        .filter(day -> window.days().contains(day.getDayOfWeek()))
        .map(day -> new Opening(window.opens(day), window.closes(day), window.zone()))
        .filter(opening -> opening.from().isBefore(opening.to()));
  }
}
