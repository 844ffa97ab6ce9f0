package com.hcomp.gitops.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.report.JsonOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulingsTextTest {
  private static final String RULES =
      """
      soak: PT30M
      windows:
        - {days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00", zone: Europe/Berlin}
      freezes:
        - {from: "2026-12-20T00:00", to: "2027-01-04T00:00", zone: Europe/Berlin, reason: Rest}
      checks:
        - {name: version, version: {}}
        - {name: error-rate, prometheus: "http://prometheus:9090", query: up, range: PT10M, below: 1}
      approval: pull-request
      """;

  private static List<Ruling> fine() {
    Sample sample = Sample.of(RULES);
    sample.answers.put("version", new Answer.Good("stg answers version 9f31c2a4b7de"));
    sample.answers.put("error-rate", new Answer.Good("0.002, below 1"));
    sample.approval = Optional.of(new Approval.Given("ann", "https://example.com/pull/7"));
    // Nobody needs to read of an override that was not needed.
    sample.overrides.put(GateName.SOAK, "in a hurry");
    return sample.judge();
  }

  private static List<Ruling> troubled() {
    Sample sample = Sample.of(RULES);
    sample.now = Instant.parse("2026-12-23T20:00:00Z");
    sample.upstream =
        Optional.of(
            new Evidence.Upstream.Present(
                new Liveness.Live(Optional.empty()),
                Optional.of(sample.now.minusSeconds(240)),
                Optional.of(sample.now.minusSeconds(200))));
    sample.held = List.of(new Held(Sample.PIN, Optional.empty()));
    sample.siblings.put(
        "prd-us",
        new Liveness.Broken(
            Liveness.Cause.DEGRADED,
            "it is degraded",
            List.of(
                "Deployment hcomp-app: 1 of 1 new pods in CrashLoopBackOff (exit 1, 3 restarts);"
                    + " the old pods still serve")));
    sample.answers.put("version", new Answer.None("it timed out after 10 s"));
    sample.answers.put("error-rate", new Answer.Bad("3.5, not below 1"));
    sample.approval = Optional.of(new Approval.NotAsked());
    sample.overrides.put(GateName.SOAK, "hotfix for the outage");
    sample.overrides.put(GateName.CHECK, "Prometheus is down");
    return sample.judge();
  }

  @Test
  void aKnownCauseIsGivenWhereSomethingIsWrongOnly() {
    String message = "failed to pull and unpack image \"r/app\": 401 Unauthorized";
    assertThat(ruling(new Verdict.Blocked(message, "Mend it.")).cause()).isPresent();
    assertThat(ruling(new Verdict.Pass(message)).cause()).isEmpty();
  }

  private static Ruling ruling(Verdict verdict) {
    return new Ruling(GateName.CHECK, "version", verdict, Optional.empty(), Optional.empty());
  }

  private static String text(List<Ruling> rulings, String now, boolean colour) {
    Clock clock = Clock.fixed(Instant.parse(now), ZoneId.of("Europe/Berlin"));
    return new RulingsText(clock, colour).of(rulings);
  }

  private static String golden(String name) {
    try (InputStream stream = RulingsTextTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatPassesTakesALineEach() {
    assertThat(text(fine(), "2026-01-14T12:00:00Z", false)).isEqualTo(golden("fine.txt"));
  }

  @Test
  void whatDoesNotSaysUntilWhenOrWhatToDo() {
    assertThat(text(troubled(), "2026-12-23T20:00:00Z", false)).isEqualTo(golden("troubled.txt"));
  }

  @Test
  void commandsAreNeverWrappedAndSentencesAre() {
    assertThat(text(troubled(), "2026-12-23T20:00:00Z", false).lines())
        .allMatch(line -> line.length() <= 100 || line.strip().startsWith("mvn "));
  }

  @Test
  void colourMarksOnlyTheVerdict() {
    String coloured = text(troubled(), "2026-12-23T20:00:00Z", true);
    assertThat(coloured)
        .contains("  \u001b[32mpass\u001b[0m   upstream")
        .contains("  \u001b[33mwait\u001b[0m   soak")
        .contains("  \u001b[31mblock\u001b[0m  held");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(golden("troubled.txt"));
  }

  @Test
  void machinesGetEverything() {
    Map<String, Object> json = Map.of("gates", troubled().stream().map(Ruling::json).toList());
    assertThat(new JsonOutput().text(json) + "\n").isEqualTo(golden("troubled.json"));
  }

  @Test
  void nothingToSayIsNothing() {
    assertThat(text(List.of(), "2026-01-14T12:00:00Z", false)).isEmpty();
  }

  @Test
  void durationsAreShownUpToADay() {
    Instant tomorrow = Sample.NOW.plus(Duration.ofHours(24));
    assertThat(waiting(tomorrow.minusSeconds(1)))
        .isEqualTo("  wait   soak   4 m of 30 m; until 12:59:59, in 23 h\n");
    assertThat(waiting(tomorrow))
        .isEqualTo("  wait   soak   4 m of 30 m; until 2026-01-15 13:00\n");
  }

  private static String waiting(Instant until) {
    Verdict verdict = new Verdict.Wait("4 m of 30 m", Optional.of(until));
    Ruling ruling = new Ruling(GateName.SOAK, "soak", verdict, Optional.empty(), Optional.empty());
    return text(List.of(ruling), Sample.NOW.toString(), false);
  }
}
