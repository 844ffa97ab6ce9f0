package com.hcomp.gitops.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.policy.Check.Endpoint;
import com.hcomp.gitops.policy.Check.Metric;
import com.hcomp.gitops.policy.Check.RunningVersion;
import com.hcomp.gitops.policy.EnvironmentPolicy.Approval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PolicyFileTest {
  private static final Path FILE = Path.of("argocd-root", "promotion.yaml");

  static String resource(String name) {
    try (InputStream stream = PolicyFileTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Policy read(String text) {
    return PolicyFile.read(FILE, text);
  }

  @Test
  void anEnvironmentWithNothingButANameLetsEverythingInAtOnce() {
    EnvironmentPolicy stg = read("environments:\n  - name: stg\n").of("stg").orElseThrow();
    assertThat(stg.from()).isEmpty();
    assertThat(stg.soak()).isZero();
    assertThat(stg.windows()).isEmpty();
    assertThat(stg.freezes()).isEmpty();
    assertThat(stg.checks()).isEmpty();
    assertThat(stg.approval()).isEqualTo(Approval.DIRECT);
    assertThat(stg.places()).containsOnlyKeys("name");
  }

  @Test
  void everyKeyIsRead() {
    Policy policy = read(resource("everything.yaml"));
    assertThat(policy.environments())
        .extracting(EnvironmentPolicy::name)
        .containsExactly("stg", "prd-eu", "prd-us");
    EnvironmentPolicy prd = policy.of("prd-eu").orElseThrow();
    assertThat(prd.from()).hasValue("stg");
    assertThat(prd.soak()).isEqualTo(Duration.ofMinutes(30));
    assertThat(prd.approval()).isEqualTo(Approval.PULL_REQUEST);
    assertThat(prd.windows())
        .containsExactly(
            new Window(
                List.of(
                    DayOfWeek.MONDAY,
                    DayOfWeek.TUESDAY,
                    DayOfWeek.WEDNESDAY,
                    DayOfWeek.THURSDAY,
                    DayOfWeek.FRIDAY),
                LocalTime.of(8, 0),
                LocalTime.of(18, 0),
                ZoneId.of("Europe/Berlin")),
            new Window(
                List.of(DayOfWeek.SUNDAY),
                LocalTime.of(22, 0),
                LocalTime.of(4, 30),
                ZoneId.of("UTC")));
    assertThat(prd.freezes())
        .containsExactly(
            new Freeze(
                Instant.parse("2026-12-19T23:00:00Z"),
                Instant.parse("2027-01-03T23:00:00Z"),
                "End of the year"));
    assertThat(prd.checks())
        .containsExactly(
            new RunningVersion("version", Optional.empty()),
            new RunningVersion(
                "version-inside", Optional.of(URI.create("http://hcomp.stg.example.com/version"))),
            new Endpoint(
                "answers",
                URI.create("https://stg.example.com:8443/health?ready=%7Ball%7D"),
                204,
                Optional.of("UP")),
            new Endpoint("plain", URI.create("http://10.0.0.7"), 200, Optional.empty()),
            new Metric(
                "errors",
                URI.create("http://prometheus:9090/prometheus"),
                "sum(rate(http_server_requests_seconds_count{status=~\"5..\"}[1m]))",
                Duration.ofMinutes(10),
                Optional.of(0.01),
                Optional.empty()),
            new Metric(
                "traffic",
                URI.create("http://prometheus:9090"),
                "sum(up)",
                Duration.ofHours(25),
                Optional.empty(),
                Optional.of(2.0)));
    assertThat(policy.of("prd-us").orElseThrow().soak()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void everythingKnowsItsLine() {
    EnvironmentPolicy prd = read(resource("everything.yaml")).of("prd-eu").orElseThrow();
    assertThat(prd.places())
        .containsEntry("name", new Location(FILE, 4))
        .containsEntry("from", new Location(FILE, 5))
        .containsEntry("soak", new Location(FILE, 6))
        .containsEntry("windows", new Location(FILE, 7))
        .containsEntry("freezes", new Location(FILE, 16))
        .containsEntry("checks.version", new Location(FILE, 22))
        .containsEntry("checks.errors", new Location(FILE, 33))
        .containsEntry("approval", new Location(FILE, 43));
  }

  @Test
  void environmentsFromTheSameOneAreAWave() {
    Policy policy = read(resource("everything.yaml"));
    assertThat(policy.promotedFrom("stg"))
        .extracting(EnvironmentPolicy::name)
        .containsExactly("prd-eu", "prd-us");
    assertThat(policy.promotedFrom("prd-eu")).isEmpty();
  }

  @Test
  void everyMistakeIsSaidAtOnceWithItsLineAndWhatIsAllowed() {
    ProblemException mistakes =
        catchThrowableOfType(ProblemException.class, () -> read(resource("mistakes.yaml")));
    String said =
        mistakes.problems().stream().map(Problem::text).collect(Collectors.joining("\n")) + "\n";
    assertThat(said).isEqualTo(resource("mistakes.txt"));
  }

  @Test
  void aFreezeIsNeverShorterThanTheClockOnTheWallSays() {
    // On 25 October 2026, Berlin's clocks show 02:30 twice; on 28 March 2027 they leave it out.
    assertThat(freeze("2026-10-25T02:30", "2026-10-26T00:00").from())
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    assertThat(freeze("2026-10-24T00:00", "2026-10-25T02:30").to())
        .isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    assertThat(freeze("2027-03-28T02:30", "2027-03-29T00:00").from())
        .isEqualTo(Instant.parse("2027-03-28T01:00:00Z"));
  }

  private static Freeze freeze(String from, String to) {
    return read("""
            environments:
              - name: stg
                freezes:
                  - {from: "%s", to: "%s", zone: Europe/Berlin, reason: Test}
            """
            .formatted(from, to))
        .environments()
        .get(0)
        .freezes()
        .get(0);
  }

  @Test
  void noEnvironmentIsNoPolicy() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("promotion.yaml has no environments");
    assertThatThrownBy(() -> read("environments: []\n"))
        .hasMessageContaining("There is no environment. (argocd-root/promotion.yaml:1)");
    assertThatThrownBy(() -> read("environments: [\n")).hasMessageContaining("NOT-YAML");
    assertThatThrownBy(() -> read("- name: stg\n"))
        .hasMessageContaining("promotion.yaml must be keys with values");
  }
}
