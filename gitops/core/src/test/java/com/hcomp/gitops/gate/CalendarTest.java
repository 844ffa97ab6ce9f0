package com.hcomp.gitops.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CalendarTest {
  private static final String OFFICE_HOURS =
      window("[mon, tue, wed, thu, fri]", "08:00", "18:00", "Europe/Berlin");

  private static String window(String days, String from, String to, String zone) {
    return "  - {days: %s, from: \"%s\", to: \"%s\", zone: %s}\n".formatted(days, from, to, zone);
  }

  private static String freeze(String from, String to, String reason) {
    return "  - {from: \"%s\", to: \"%s\", zone: UTC, reason: %s}\n".formatted(from, to, reason);
  }

  private static Verdict window(String windows, String now) {
    Sample sample = Sample.of("windows:\n" + windows);
    sample.now = Instant.parse(now);
    return sample.verdict("window");
  }

  private static Verdict freeze(String freezes, String now) {
    Sample sample = Sample.of("freezes:\n" + freezes);
    sample.now = Instant.parse(now);
    return sample.verdict("freeze");
  }

  private static Wait waitUntil(String reason, String until) {
    return new Wait(reason, Optional.of(Instant.parse(until)));
  }

  @Nested
  class Windows {
    @Test
    void areOpenFromTheFirstMomentToJustBeforeTheLast() {
      assertThat(window(OFFICE_HOURS, "2026-01-14T07:00:00Z"))
          .isEqualTo(new Pass("open until 18:00 Europe/Berlin"));
      assertThat(window(OFFICE_HOURS, "2026-01-14T16:59:59Z"))
          .isEqualTo(new Pass("open until 18:00 Europe/Berlin"));
      assertThat(window(OFFICE_HOURS, "2026-01-14T17:00:00Z"))
          .isEqualTo(
              waitUntil(
                  "closed; open mon-fri 08:00 to 18:00 Europe/Berlin", "2026-01-15T07:00:00Z"));
    }

    @Test
    void waitOverTheWeekend() {
      assertThat(window(OFFICE_HOURS, "2026-01-16T17:00:00Z"))
          .isEqualTo(
              waitUntil(
                  "closed; open mon-fri 08:00 to 18:00 Europe/Berlin", "2026-01-19T07:00:00Z"));
    }

    @Test
    void keepToTheClockOnTheWallAllYear() {
      assertThat(window(OFFICE_HOURS, "2026-07-14T06:00:00Z")).isInstanceOf(Pass.class);
      assertThat(window(OFFICE_HOURS, "2026-01-14T06:00:00Z")).isInstanceOf(Wait.class);
    }

    @Test
    void mayRunOverMidnight() {
      String night = window("[sat]", "22:00", "04:00", "UTC");
      assertThat(window(night, "2026-01-18T03:59:00Z")).isEqualTo(new Pass("open until 04:00 UTC"));
      assertThat(window(night, "2026-01-17T23:00:00Z"))
          .isEqualTo(new Pass("open until Sun 04:00 UTC"));
      assertThat(window(night, "2026-01-18T22:00:00Z"))
          .isEqualTo(waitUntil("closed; open sat 22:00 to 04:00 UTC", "2026-01-24T22:00:00Z"));
    }

    @Test
    void openWhenTheFirstOfSeveralDoes() {
      String both = OFFICE_HOURS + window("[sat, sun]", "10:00", "12:00", "America/New_York");
      assertThat(window(both, "2026-01-16T20:00:00Z"))
          .isEqualTo(
              waitUntil(
                  "closed; open mon-fri 08:00 to 18:00 Europe/Berlin;"
                      + " sat, sun 10:00 to 12:00 America/New_York",
                  "2026-01-17T15:00:00Z"));
    }

    @Test
    void thatRunIntoEachOtherCloseTogether() {
      String shifts =
          window("[wed]", "08:00", "12:00", "UTC") + window("[wed]", "12:00", "20:00", "UTC");
      assertThat(window(shifts, "2026-01-14T09:00:00Z"))
          .isEqualTo(new Pass("open until 20:00 UTC"));
    }

    @Test
    void thatNeverCloseSayNoEnd() {
      String always =
          window("[mon, tue, wed, thu, fri, sat, sun]", "00:00", "00:00", "Europe/Berlin");
      assertThat(window(always, "2026-03-28T09:00:00Z")).isEqualTo(new Pass("open"));
    }

    @Test
    void openAtTheEndOfTheHourThatSpringLeavesOut() {
      // On 29 March 2026, Berlin's clocks jump from 02:00 to 03:00, at 01:00 UTC.
      String night = window("[sun]", "02:30", "05:00", "Europe/Berlin");
      assertThat(window(night, "2026-03-29T00:59:59Z"))
          .isEqualTo(
              waitUntil("closed; open sun 02:30 to 05:00 Europe/Berlin", "2026-03-29T01:00:00Z"));
    }

    @Test
    void skipTheDayOnWhichAllOfThemIsLeftOut() {
      String night = window("[sun]", "02:15", "02:45", "Europe/Berlin");
      assertThat(window(night, "2026-03-29T00:59:59Z"))
          .isEqualTo(
              waitUntil("closed; open sun 02:15 to 02:45 Europe/Berlin", "2026-04-05T00:15:00Z"));
    }

    @Test
    void openAtTheFirstAndCloseAtTheLastOfTheHourThatAutumnShowsTwice() {
      // On 25 October 2026, Berlin's clocks go back from 03:00 to 02:00, at 01:00 UTC.
      String night = window("[sun]", "02:15", "02:45", "Europe/Berlin");
      assertThat(window(night, "2026-10-25T00:14:59Z")).isInstanceOf(Wait.class);
      assertThat(window(night, "2026-10-25T00:15:00Z")).isInstanceOf(Pass.class);
      assertThat(window(night, "2026-10-25T01:44:59Z")).isInstanceOf(Pass.class);
      assertThat(window(night, "2026-10-25T01:45:00Z")).isInstanceOf(Wait.class);
    }
  }

  @Nested
  class Freezes {
    private static final String HOLIDAYS =
        freeze("2026-12-20T00:00", "2027-01-04T00:00", "End of the year");

    @Test
    void letNothingInUntilTheyEnd() {
      assertThat(freeze(HOLIDAYS, "2026-12-19T23:59:59Z")).isEqualTo(new Pass("none is on"));
      assertThat(freeze(HOLIDAYS, "2026-12-20T00:00:00Z"))
          .isEqualTo(waitUntil("frozen: End of the year", "2027-01-04T00:00:00Z"));
      assertThat(freeze(HOLIDAYS, "2027-01-03T23:59:59Z")).isInstanceOf(Wait.class);
      assertThat(freeze(HOLIDAYS, "2027-01-04T00:00:00Z")).isInstanceOf(Pass.class);
    }

    @Test
    void thatRunIntoEachOtherEndTogether() {
      String chain =
          freeze("2027-01-04T00:00", "2027-01-06T00:00", "Stocktaking")
              + HOLIDAYS
              + freeze("2027-01-05T00:00", "2027-01-10T00:00", "Migration")
              + freeze("2027-01-11T00:00", "2027-01-12T00:00", "Audit");
      assertThat(freeze(chain, "2026-12-24T18:00:00Z"))
          .isEqualTo(
              waitUntil("frozen: End of the year, Stocktaking, Migration", "2027-01-10T00:00:00Z"));
    }
  }
}
