package com.hcomp.gitops.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  private Report console(boolean quiet, boolean json) {
    return Console.of(
        quiet, json, new PrintStream(output, true, UTF_8), new PrintStream(error, true, UTF_8));
  }

  @Test
  void stepsAreAligned() {
    Report console = console(false, false);
    console.step("platform", "3 clusters");
    console.step("pin", "stg     1.0.0 -> 1.0.1");
    console.warning("git", "not committed");
    console.step("extraordinary", "");
    assertThat(output.toString(UTF_8).lines())
        .containsExactly(
            "[gitops] platform   3 clusters",
            "[gitops] pin        stg     1.0.0 -> 1.0.1",
            "[gitops] git        warning: not committed",
            "[gitops] extraordinary");
    assertThat(error.size()).isZero();
  }

  @Test
  void aJsonAnswerHasStandardOutputToItself() {
    console(false, true).step("wait", "stg");
    assertThat(output.size()).isZero();
    assertThat(error.toString(UTF_8)).startsWith("[gitops] wait");
  }

  @Test
  void quietPrintsNothing() {
    console(true, true).step("wait", "stg");
    console(true, false).warning("wait", "stg");
    assertThat(output.size() + error.size()).isZero();
  }

  @Test
  void problemsAsJson() {
    Problem inFile =
        new Problem(
            "PIN-BAD", "It is no digest.", new Location(Path.of("stg.yaml"), 3), "Mend it.");
    Problem nowhere = new Problem("NOT-LIVE", "No.", List.of("one", "two"), "Try\nmvn x");
    assertThat(new JsonOutput().problems(List.of(inFile, nowhere)))
        .isEqualTo(
            """
            {
              "problems" : [
                {
                  "code" : "PIN-BAD",
                  "summary" : "It is no digest.",
                  "file" : "stg.yaml",
                  "line" : 3,
                  "details" : [ ],
                  "remedy" : "Mend it.",
                  "cause" : null
                },
                {
                  "code" : "NOT-LIVE",
                  "summary" : "No.",
                  "file" : null,
                  "line" : null,
                  "details" : [
                    "one",
                    "two"
                  ],
                  "remedy" : "Try\\nmvn x",
                  "cause" : null
                }
              ]
            }""");
  }

  @Test
  void jsonKeepsTheOrderAndWritesMomentsAsText() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("z", Instant.parse("2026-01-02T12:00:00Z"));
    value.put("a", Optional.empty());
    value.put("m", Duration.ofMinutes(2));
    assertThat(new JsonOutput().text(value))
        .isEqualTo(
            """
            {
              "z" : "2026-01-02T12:00:00Z",
              "a" : null,
              "m" : "PT2M"
            }""");
  }

  @Test
  void durationsAreShort() {
    assertThat(Durations.text(Duration.ofMillis(900))).isEqualTo("0 s");
    assertThat(Durations.text(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Durations.text(Duration.ofSeconds(250))).isEqualTo("4 m");
    assertThat(Durations.text(Duration.ofMinutes(200))).isEqualTo("3 h");
    assertThat(Durations.text(Duration.ofSeconds(-5))).isEqualTo("0 s");
    assertThat(Durations.exact(Duration.ofSeconds(72))).isEqualTo("1 m 12 s");
    assertThat(Durations.exact(Duration.ofMinutes(2))).isEqualTo("2 m");
  }

  @Test
  void sizesAreShort() {
    assertThat(Sizes.text(0)).isEqualTo("0 B");
    assertThat(Sizes.text(1023)).isEqualTo("1023 B");
    assertThat(Sizes.text(4096)).isEqualTo("4 KiB");
    assertThat(Sizes.text(129L << 20)).isEqualTo("129 MiB");
    assertThat(Sizes.text((1L << 30) - 1)).isEqualTo("1023 MiB");
    assertThat(Sizes.text(2252L << 20)).isEqualTo("2.1 GiB");
  }

  @Test
  void afterADayItIsTheDate() {
    Instant now = Instant.parse("2026-01-02T12:00:00Z");
    assertThat(Durations.since(now.minusSeconds(86399), now, ZoneOffset.UTC)).isEqualTo("23 h");
    assertThat(Durations.since(now.minusSeconds(86400), now, ZoneOffset.UTC)).isEqualTo("1 Jan");
    assertThat(Durations.since(Instant.parse("2025-12-31T12:00:00Z"), now, ZoneOffset.UTC))
        .as("a short date within the last months")
        .isEqualTo("31 Dec");
    assertThat(Durations.since(Instant.parse("2024-12-31T12:00:00Z"), now, ZoneOffset.UTC))
        .isEqualTo("2024-12-31");
  }
}
