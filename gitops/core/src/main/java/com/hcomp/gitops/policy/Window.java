package com.hcomp.gitops.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

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
}
