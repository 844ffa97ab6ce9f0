package com.hcomp.gitops.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import com.hcomp.gitops.policy.EnvironmentPolicy.Approval;
import com.hcomp.gitops.policy.Freeze;
import com.hcomp.gitops.policy.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Windows and freezes say what somebody would find who tried every minute, and wait for the first
 * one that passes.
 */
class CalendarPropertyTest {
  private static final int DAY = 24 * 60;

  /** Days before and after the change of clocks that are looked at. */
  private static final int BEFORE = 5;

  private static final int AFTER = 21;

  /**
   * A day on which the clocks of a zone change.
   *
   * @param zone where
   * @param day when
   */
  record Change(ZoneId zone, LocalDate day) {
    /** Such as {@code Europe/Berlin 2026-03-29}. */
    static Change of(String text) {
      String[] parts = text.split(" ");
      return new Change(ZoneId.of(parts[0]), LocalDate.parse(parts[1]));
    }
  }

  private static final List<Change> CHANGES =
      Stream.of(
              "Europe/Berlin 2026-03-29",
              "Europe/Berlin 2026-10-25",
              "America/New_York 2026-03-08",
              "America/New_York 2026-11-01",
              // by half an hour
              "Australia/Lord_Howe 2026-04-05",
              "Australia/Lord_Howe 2026-10-04",
              // at midnight, and a minute after it
              "America/Sao_Paulo 2018-02-18",
              "America/Sao_Paulo 2018-11-04",
              "America/St_Johns 2006-10-29",
              "America/St_Johns 2007-03-11",
              // a whole day left out
              "Pacific/Apia 2011-12-30",
              // none
              "Asia/Kathmandu 2026-06-01")
          .map(Change::of)
          .toList();

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.of(CHANGES);
  }

  /** Mostly at the hours at which clocks change. */
  @Provide
  Arbitrary<LocalTime> times() {
    Arbitrary<Integer> hours =
        Arbitraries.oneOf(Arbitraries.of(23, 0, 1, 2, 3), Arbitraries.integers().between(0, 23));
    Arbitrary<Integer> minutes =
        Arbitraries.oneOf(Arbitraries.of(0, 1, 15, 30, 59), Arbitraries.integers().between(0, 59));
    return Combinators.combine(hours, minutes).as(LocalTime::of);
  }

  private Arbitrary<List<Window>> windows(ZoneId zone) {
    Arbitrary<List<DayOfWeek>> days =
        Arbitraries.of(DayOfWeek.values()).list().ofMinSize(1).ofMaxSize(7);
    Arbitrary<ZoneId> zones =
        Arbitraries.oneOf(Arbitraries.just(zone), changes().map(Change::zone));
    return Combinators.combine(days, times(), times(), zones)
        .as(Window::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  /**
   * A moment near a change of clocks, and windows.
   *
   * @param minute from the first minute that is looked at
   */
  record Case(Change change, List<Window> windows, int minute, int second) {
    Instant start() {
      return change.day().minusDays(BEFORE).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    Instant now() {
      return start().plus(Duration.ofMinutes(minute)).plusSeconds(second);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    return changes()
        .flatMap(
            change ->
                Combinators.combine(
                        windows(change.zone()),
                        Arbitraries.integers().between((BEFORE - 1) * DAY, (BEFORE + 2) * DAY),
                        Arbitraries.integers().between(0, 59))
                    .as((windows, minute, second) -> new Case(change, windows, minute, second)));
  }

  private static EnvironmentPolicy policy(List<Window> windows, List<Freeze> freezes) {
    return new EnvironmentPolicy(
        "prd",
        Optional.of("stg"),
        Duration.ZERO,
        windows,
        freezes,
        List.of(),
        Approval.DIRECT,
        Map.of());
  }

  private static Verdict verdict(EnvironmentPolicy policy, Instant now, String gate) {
    Sample sample = Sample.of(policy);
    sample.now = now;
    return sample.verdict(gate);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void windowsAreOpenWhenTheClockOnTheWallSaysSo(@ForAll("cases") Case some) {
    BitSet open = new BitSet();
    some.windows().forEach(window -> open.or(openMinutes(window, some.start())));
    Verdict verdict = verdict(policy(some.windows(), List.of()), some.now(), "window");
    if (open.get(some.minute())) {
      assertThat(verdict).isInstanceOf(Pass.class);
    } else {
      Instant first = some.start().plus(Duration.ofMinutes(open.nextSetBit(some.minute())));
      assertThat(verdict).isInstanceOf(Wait.class);
      assertThat(((Wait) verdict).until()).hasValue(first);
    }
  }

  /** The minutes from a start on in which a window is open, found by looking at the clock. */
  private static BitSet openMinutes(Window window, Instant start) {
    int minutes = (BEFORE + AFTER) * DAY;
    long[] clock = new long[minutes];
    for (int i = 0; i < minutes; i++) {
      Instant moment = start.plus(Duration.ofMinutes(i));
      int offset = window.zone().getRules().getOffset(moment).getTotalSeconds();
      clock[i] = Math.floorDiv(moment.getEpochSecond() + offset, 60L);
    }
    BitSet open = new BitSet();
    long firstDay = Math.floorDiv(clock[0], DAY) + 1;
    for (long day = firstDay; day < firstDay + BEFORE + AFTER - 3; day++) {
      if (window.days().contains(LocalDate.ofEpochDay(day).getDayOfWeek())) {
        long lastDay = window.to().isAfter(window.from()) ? day : day + 1;
        int from = first(clock, day * DAY + window.from().toSecondOfDay() / 60);
        int to = last(clock, lastDay * DAY + window.to().toSecondOfDay() / 60);
        open.set(from, Math.max(from, to));
      }
    }
    return open;
  }

  /** The first minute at which a clock shows a time, or has just jumped over it. */
  private static int first(long[] clock, long time) {
    int i = 0;
    while (clock[i] < time) {
      i++;
    }
    return i;
  }

  /** The last minute at which it shows a time; if it never does, when it jumps over it. */
  private static int last(long[] clock, long time) {
    for (int i = clock.length - 1; i >= 0; i--) {
      if (clock[i] == time) {
        return i;
      }
    }
    return first(clock, time);
  }

  /**
   * A freeze, in minutes.
   *
   * @param length at least 1
   */
  record Rest(int from, int length) {
    Freeze freeze() {
      Instant start = Sample.NOW.plus(Duration.ofMinutes(from));
      return new Freeze(start, start.plus(Duration.ofMinutes(length)), "from " + from);
    }

    boolean isOn(int minute) {
      return from <= minute && minute < from + length;
    }
  }

  @Provide
  Arbitrary<Rest> rests() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 60), Arbitraries.integers().between(1, 20))
        .as(Rest::new);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void freezesLetInTheFirstMinuteThatNoneOfThemCovers(
      @ForAll @Size(min = 1, max = 5) List<@From("rests") Rest> rests,
      @ForAll @IntRange(min = 0, max = 90) int minute) {
    EnvironmentPolicy policy = policy(List.of(), rests.stream().map(Rest::freeze).toList());
    Verdict verdict = verdict(policy, Sample.NOW.plus(Duration.ofMinutes(minute)), "freeze");
    int free = minute;
    while (isFrozen(rests, free)) {
      free++;
    }
    if (free == minute) {
      assertThat(verdict).isInstanceOf(Pass.class);
    } else {
      assertThat(verdict).isInstanceOf(Wait.class);
      assertThat(((Wait) verdict).until()).hasValue(Sample.NOW.plus(Duration.ofMinutes(free)));
    }
  }

  private static boolean isFrozen(List<Rest> rests, int minute) {
    return rests.stream().anyMatch(rest -> rest.isOn(minute));
  }
}
