package com.hcomp.gitops.policy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * When a clock on a wall shows a time. Once a year it shows some times twice, and once it leaves
 * some out: those count as the moment at which it jumps over them.
 */
final class WallClock {
  private WallClock() {}

  /** The first moment at which it shows this. */
  static Instant first(LocalDateTime time, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    return offsets.isEmpty() ? jump(time, zone) : time.toInstant(offsets.get(0));
  }

  /** The last moment at which it shows this. */
  static Instant last(LocalDateTime time, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    return offsets.isEmpty() ? jump(time, zone) : time.toInstant(offsets.get(offsets.size() - 1));
  }

  private static Instant jump(LocalDateTime leftOut, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    return rules.getTransition(leftOut).getInstant();
  }
}
