package com.hcomp.gitops.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.policy.Check.Metric;
import com.hcomp.gitops.report.Durations;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/**
 * A query over a time, which Prometheus evaluates every few seconds of it.
 *
 * @param metric what is asked
 * @param start its beginning, in seconds since 1970, a multiple of {@code step}
 * @param end its end, also a multiple
 * @param step seconds from one evaluation to the next
 */
record MetricCheck(Metric metric, long start, long end, long step) {
  /** Prometheus refuses more than 11,000 for each series; a screen has room for fewer. */
  private static final int EVALUATIONS = 500;

  /** Closer than servers are scraped, nothing new is to be seen. */
  private static final int SHORTEST_STEP = 5;

  private static final String NOTHING_IS_ZERO = "; where that means 0, add: or vector(0)";

  static MetricCheck of(Metric metric, Instant now) {
    long range = metric.range().toSeconds();
    long step = Math.max(SHORTEST_STEP, (range + EVALUATIONS - 1) / EVALUATIONS);
    long end = Math.floorDiv(now.getEpochSecond(), step) * step;
    long start = Math.floorDiv(end - range, step) * step;
    return new MetricCheck(metric, start, end, step);
  }

  URI address() {
    String server = metric.server().toString().replaceAll("/+$", "");
    return URI.create(
        server
            + "/api/v1/query_range?query="
            + URLEncoder.encode(metric.query(), StandardCharsets.UTF_8)
            + "&start="
            + start
            + "&end="
            + end
            + "&step="
            + step);
  }

  /**
   * Good if every sample of every series keeps to the limit.
   *
   * @throws NoAnswer if that can't be told
   */
  Answer judge(Reply reply) {
    JsonNode json = reply.json();
    if (!json.path("status").asText().equals("success")) {
      String said = Reply.shown(json.path("error").asText("HTTP status " + reply.status()));
      throw new NoAnswer("Prometheus says: " + said);
    }
    if (!json.path("warnings").isEmpty()) {
      String said = Reply.shown(json.path("warnings").path(0).asText());
      throw new NoAnswer("Prometheus could not read everything: " + said);
    }
    if (!json.path("data").path("resultType").asText().equals("matrix")) {
      throw new NoAnswer("the query gives no series over a time");
    }
    return judge(samples(json.path("data").path("result")));
  }

  /** The worst of all samples at each moment. */
  private TreeMap<Double, Double> samples(JsonNode result) {
    TreeMap<Double, Double> worst = new TreeMap<>();
    for (JsonNode series : result) {
      if (!series.path("histograms").isEmpty()) {
        throw new NoAnswer("the query gives histograms, no numbers");
      }
      for (JsonNode sample : series.path("values")) {
        double value = value(sample.path(1).asText());
        worst.merge(sample.path(0).asDouble(), value, this::worse);
      }
    }
    if (worst.isEmpty()) {
      throw new NoAnswer("the query gives no series" + NOTHING_IS_ZERO);
    }
    return worst;
  }

  private static double value(String text) {
    double value;
    try {
      value = Double.parseDouble(text.replace("Inf", "Infinity"));
    } catch (NumberFormatException e) {
      throw new NoAnswer("Prometheus gives a sample that is no number");
    }
    // Such as a share of nothing.
    if (!Double.isFinite(value)) {
      throw new NoAnswer("the query gives " + Reply.shown(text));
    }
    return value;
  }

  private double worse(double one, double other) {
    return metric.below().isPresent() ? Math.max(one, other) : Math.min(one, other);
  }

  private Answer judge(TreeMap<Double, Double> samples) {
    double worst = samples.values().stream().reduce(this::worse).orElseThrow();
    String range = Durations.twoUnits(metric.range());
    String limit =
        metric.below().map(number -> "below " + plain(number)).orElse("")
            + metric.above().map(number -> "above " + plain(number)).orElse("");
    boolean good =
        metric.below().filter(number -> worst < number).isPresent()
            || metric.above().filter(number -> worst > number).isPresent();
    if (!good) {
      return new Answer.Bad(plain(worst) + " within " + range + "; wanted " + limit);
    }
    long missing = missing(samples);
    if (missing > 0) {
      throw new NoAnswer(
          "the query gives nothing for "
              + Durations.twoUnits(Duration.ofSeconds(missing))
              + " of "
              + range
              + NOTHING_IS_ZERO);
    }
    String extreme = metric.below().isPresent() ? "at most " : "at least ";
    return new Answer.Good(extreme + plain(worst) + " within " + range + ", " + limit);
  }

  /** For how many seconds of the time there is no sample at all: what happened then is unknown. */
  private long missing(TreeMap<Double, Double> samples) {
    double missing = 0;
    double last = start - step;
    for (double moment : samples.keySet()) {
      missing += pause(last, moment);
      last = moment;
    }
    return Math.round(missing + pause(last, (double) (end + step)));
  }

  /** Some servers move the moments by less than a step. */
  private double pause(double last, double moment) {
    return moment - last < 1.5 * step ? 0 : moment - last - step;
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
