package com.hcomp.gitops.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Hours of the week in which a release may get in.
 *
 * @param days the days on which it opens, Monday first
 * @param from when it opens, by the clock on the wall there
 * @param to when it closes; not after {@code from} means on the next day
 * @param zone where that clock hangs
 */
public record Window(List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
  public Window {
    days = days.stream().distinct().sorted().toList();
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a window that opens on no day");
    }
  }

  /**
   * When it opens on one of its days: the first time that the clock shows {@code from}; if the
   * clock leaves that out, when it jumps over it.
   */
  public Instant opens(LocalDate day) {
    return WallClock.first(day.atTime(from), zone);
  }

  /**
   * When it closes after it opened on a day: the last time that the clock shows {@code to}. Where
   * the clock leaves out the whole window, that is when it opens.
   */
  public Instant closes(LocalDate day) {
    LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
    return WallClock.last(last.atTime(to), zone);
  }

  /** For people: {@code mon-fri 08:00 to 18:00 Europe/Berlin}. */
  @Override
  public String toString() {
    DayOfWeek first = days.get(0);
    DayOfWeek last = days.get(days.size() - 1);
    boolean run = days.size() > 2 && last.getValue() - first.getValue() == days.size() - 1;
    String when =
        run
            ? name(first) + "-" + name(last)
            : days.stream().map(Window::name).collect(Collectors.joining(", "));
    return when + " " + from + " to " + to + " " + zone;
  }

  /** As promotion.yaml writes it: {@code mon}. */
  static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).toLowerCase(Locale.ROOT);
  }
}
