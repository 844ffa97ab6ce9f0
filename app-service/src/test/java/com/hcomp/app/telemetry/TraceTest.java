package com.hcomp.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Pattern SOME_ID = Pattern.compile("[0-9a-f]{32}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-" + ID + "-00f067aa0ba902b7-01",
        "00-" + ID + "-00f067aa0ba902b7-00",
        "cc-" + ID + "-00f067aa0ba902b7-01-what-a-later-version-adds"
      })
  void goesOnWithTheRequestsTrace(String header) {
    Trace trace = Trace.of(header);

    assertThat(trace.traceId()).isEqualTo(ID);
    assertThat(trace.spanId()).matches("[0-9a-f]{16}").isNotEqualTo("00f067aa0ba902b7");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-" + ID,
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + ID + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-" + ID + "-00f067aa0ba902b7-01-more",
        "ff-" + ID + "-00f067aa0ba902b7-01"
      })
  void beginsATraceWhereTheRequestNamesNone(String header) {
    assertThat(Trace.of(header).traceId()).matches(SOME_ID).isNotEqualTo(ID);
  }

  @Test
  void twoTracesDiffer() {
    assertThat(Trace.of(null).traceId()).isNotEqualTo(Trace.of(null).traceId());
  }
}
