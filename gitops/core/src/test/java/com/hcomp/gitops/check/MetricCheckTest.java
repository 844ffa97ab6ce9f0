package com.hcomp.gitops.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.policy.Check.Metric;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-14T12:00:03Z");
  private static final long END = Instant.parse("2026-01-14T12:00:00Z").getEpochSecond();
  private static final long START = END - 600;
  private static final Asked NOBODY =
      new Asked("stg", Optional.empty(), Optional.empty(), Map.of());

  private static Metric below(String server, double limit) {
    return new Metric(
        "errors",
        URI.create(server),
        "sum(rate(errors{code=~\"5..\"}[1m])) or vector(0)",
        Duration.ofMinutes(10),
        Optional.of(limit),
        Optional.empty());
  }

  private static Metric above(String server, double limit) {
    return new Metric(
        "traffic",
        URI.create(server),
        "sum(up)",
        Duration.ofMinutes(10),
        Optional.empty(),
        Optional.of(limit));
  }

  /** A series with a sample every 5 s; none where the value is empty. */
  private static String series(LongFunction<String> value) {
    String values =
        LongStream.iterate(START, moment -> moment <= END, moment -> moment + 5)
            .filter(moment -> !value.apply(moment).isEmpty())
            .mapToObj(moment -> "[" + moment + ",\"" + value.apply(moment) + "\"]")
            .collect(Collectors.joining(","));
    return "{\"metric\":{},\"values\":[" + values + "]}";
  }

  private static String matrix(String... series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        + String.join(",", series)
        + "]},\"infos\":[\"metric might not be a counter\"]}";
  }

  private static Answer ask(Metric metric) {
    CheckAsker asker = new CheckAsker(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(20));
    return Objects.requireNonNull(asker.ask(List.of(metric), NOBODY).get(metric.name()));
  }

  private static Answer belowOneHundredth(int status, String body) throws IOException {
    try (AnsweringServer server = AnsweringServer.of(status, body)) {
      return ask(below(server.address(), 0.01));
    }
  }

  private static Answer belowOneHundredth(String body) throws IOException {
    return belowOneHundredth(200, body);
  }

  private static void assertNone(Answer answer, String why) {
    assertThat(answer).isInstanceOf(Answer.None.class);
    assertThat(((Answer.None) answer).why()).contains(why);
  }

  @Test
  void asksForTheWholeRangeInSteps() throws IOException {
    try (AnsweringServer server = AnsweringServer.of(200, matrix(series(moment -> "0")))) {
      ask(below(server.address() + "/prometheus/", 0.01));
      assertThat(URLDecoder.decode(server.requests().get(0), StandardCharsets.UTF_8))
          .isEqualTo(
              "GET /prometheus/api/v1/query_range"
                  + "?query=sum(rate(errors{code=~\"5..\"}[1m])) or vector(0)"
                  + "&start=%d&end=%d&step=5".formatted(START, END));
    }
  }

  private static MetricCheck over(Duration range) {
    return MetricCheck.of(
        new Metric("up", URI.create("http://a"), "up", range, Optional.of(1.0), Optional.empty()),
        NOW);
  }

  @Test
  void aLongRangeTakesLongerSteps() {
    assertThat(over(Duration.ofSeconds(2500)).step()).isEqualTo(5);
    assertThat(over(Duration.ofSeconds(2501)).step()).isEqualTo(6);
    MetricCheck check = over(Duration.ofDays(1));
    assertThat(check.step()).isEqualTo(173);
    assertThat(check.start() % 173).isZero();
    assertThat(check.end() - check.start()).isBetween(86_400L, 86_400L + 173);
    assertThat(NOW.getEpochSecond() - check.end()).isBetween(0L, 173L);
  }

  @Test
  void isGoodWhereEverySampleOfEverySeriesKeepsToTheLimit() throws IOException {
    assertThat(belowOneHundredth(matrix(series(moment -> "0.002"), series(moment -> "0.00312345"))))
        .isEqualTo(new Answer.Good("at most 0.003123 within 10 m, below 0.01"));
    try (AnsweringServer server = AnsweringServer.of(200, matrix(series(moment -> "3")))) {
      assertThat(ask(above(server.address(), 2)))
          .isEqualTo(new Answer.Good("at least 3 within 10 m, above 2"));
    }
  }

  @Test
  void isBadWhereOneSampleDoesNot() throws IOException {
    String peak = series(moment -> moment == START + 300 ? "0.5" : "0.002");
    assertThat(belowOneHundredth(matrix(series(moment -> "0"), peak)))
        .isEqualTo(new Answer.Bad("0.5 within 10 m; wanted below 0.01"));
    // At the limit is not below it.
    assertThat(belowOneHundredth(matrix(series(moment -> "0.01")))).isInstanceOf(Answer.Bad.class);
    String dip = series(moment -> moment == END ? "2" : "3");
    try (AnsweringServer server = AnsweringServer.of(200, matrix(dip))) {
      assertThat(ask(above(server.address(), 2)))
          .isEqualTo(new Answer.Bad("2 within 10 m; wanted above 2"));
    }
  }

  @Test
  void isUnknownWithoutNumbers() throws IOException {
    assertNone(belowOneHundredth(matrix()), "the query gives no series; where that means 0, add");
    assertNone(belowOneHundredth(matrix("{\"metric\":{},\"values\":[]}")), "no series");
    for (String odd : List.of("NaN", "+Inf", "-Inf")) {
      String once = series(moment -> moment == START ? odd : "0");
      assertNone(belowOneHundredth(matrix(series(moment -> "0"), once)), "gives " + odd);
    }
    assertNone(belowOneHundredth(matrix(series(moment -> "many"))), "no number");
    assertNone(belowOneHundredth(matrix("{\"metric\":{},\"histograms\":[[1,{}]]}")), "histograms");
  }

  @Test
  void isUnknownWhereSomeOfTheTimeIsMissing() throws IOException {
    String late = series(moment -> moment < START + 120 ? "" : "0");
    assertNone(
        belowOneHundredth(matrix(late)),
        "the query gives nothing for 2 m of 10 m; where that means 0, add: or vector(0)");
    String early = series(moment -> moment > END - 60 ? "" : "0");
    assertNone(belowOneHundredth(matrix(early)), "nothing for 1 m of 10 m");
    String hole = series(moment -> moment == START + 300 ? "" : "0");
    assertNone(belowOneHundredth(matrix(hole)), "nothing for 5 s of 10 m");
    // Some servers move the moments.
    String moved = matrix(series(moment -> "0")).replace("5,\"0\"", "7,\"0\"");
    assertThat(belowOneHundredth(moved)).isInstanceOf(Answer.Good.class);
    // Pods come and go: what counts is that there always is one.
    assertThat(belowOneHundredth(matrix(late, early))).isInstanceOf(Answer.Good.class);
  }

  @Test
  void isUnknownWherePrometheusCouldNotReadEverything() throws IOException {
    String partial =
        matrix(series(moment -> "0")).replace("\"infos\"", "\"warnings\":[\"store down\"],\"i\"");
    assertNone(belowOneHundredth(partial), "could not read everything: store down");
    assertNone(
        belowOneHundredth(
            422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many\"}"),
        "Prometheus says: too many");
    assertNone(belowOneHundredth(400, "{}"), "Prometheus says: HTTP status 400");
  }

  @Test
  void isUnknownWhereSomethingElseAnswers() throws IOException {
    List<String> others =
        Stream.of("", "<html>", "[]", "null", "{\"status\":\"success\"}", "{\"data\":{}}").toList();
    for (String other : others) {
      assertThat(belowOneHundredth(other)).as(other).isInstanceOf(Answer.None.class);
    }
    assertNone(
        belowOneHundredth(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{}]}}"),
        "no series over a time");
    assertNone(belowOneHundredth(500, "Internal Server Error"), "no JSON object");
  }
}
