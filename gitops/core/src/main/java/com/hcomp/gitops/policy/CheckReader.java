package com.hcomp.gitops.policy;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.policy.Check.Endpoint;
import com.hcomp.gitops.policy.Check.Metric;
import com.hcomp.gitops.policy.Check.RunningVersion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the checks of promotion.yaml. */
final class CheckReader {
  private static final String NAME = "name";
  private static final String VERSION = "version";
  private static final String URL = "url";
  private static final String STATUS = "status";
  private static final String CONTAINS = "contains";
  private static final String PROMETHEUS = "prometheus";
  private static final String QUERY = "query";
  private static final String RANGE = "range";
  private static final String BELOW = "below";
  private static final String ABOVE = "above";

  private static final List<String> KINDS = List.of(VERSION, URL, PROMETHEUS);

  private final Mistakes mistakes;

  CheckReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /**
   * The checks of one environment.
   *
   * @param places gets the place of each, by {@code checks.<name>}
   */
  List<Check> read(List<Node> nodes, String environment, Map<String, Location> places) {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      Check check =
          check(node, Fields.label("check", i + 1, node) + " of " + environment).orElse(null);
      if (check == null) {
        continue;
      }
      checks.add(check);
      Location first = places.putIfAbsent("checks." + check.name(), mistakes.location(node));
      if (first != null) {
        mistakes.order(
            node,
            environment + " has two checks " + check.name() + "; one on line " + first.line() + ".",
            "Rename or remove one.");
      }
    }
    return checks;
  }

  private Optional<Check> check(Node node, String what) {
    List<String> kinds = Fields.keys(node).stream().filter(KINDS::contains).distinct().toList();
    if (kinds.size() != 1) {
      String all = String.join(", ", KINDS);
      mistakes.key(
          node,
          what + " has " + (kinds.isEmpty() ? "none" : "more than one") + " of " + all + ".",
          kinds.isEmpty() ? "Add one of them." : "Keep one of them.");
      return Optional.empty();
    }
    return switch (kinds.get(0)) {
      case VERSION -> version(node, what);
      case URL -> endpoint(node, what);
      default -> metric(node, what);
    };
  }

  private Optional<Check> version(Node node, String what) {
    Fields fields = new Fields(mistakes, node, what, List.of(NAME, VERSION), List.of());
    String name = fields.required(NAME, Form.NAME);
    Optional<URI> url =
        fields
            .node(VERSION)
            .map(
                inner -> new Fields(mistakes, inner, "version of " + what, List.of(), List.of(URL)))
            .flatMap(inner -> inner.optional(URL, Form.URL));
    return fields.areRight() ? Optional.of(new RunningVersion(name, url)) : Optional.empty();
  }

  private Optional<Check> endpoint(Node node, String what) {
    List<String> optional = List.of(STATUS, CONTAINS);
    Fields fields = new Fields(mistakes, node, what, List.of(NAME, URL), optional);
    String name = fields.required(NAME, Form.NAME);
    URI url = fields.required(URL, Form.URL);
    int status = fields.whole(STATUS, 100, 599).orElse(200);
    Optional<String> contains = fields.optional(CONTAINS, Form.TEXT);
    return fields.areRight()
        ? Optional.of(new Endpoint(name, url, status, contains))
        : Optional.empty();
  }

  private Optional<Check> metric(Node node, String what) {
    List<String> required = List.of(NAME, PROMETHEUS, QUERY, RANGE);
    Fields fields = new Fields(mistakes, node, what, required, List.of(BELOW, ABOVE));
    String name = fields.required(NAME, Form.NAME);
    URI server = fields.required(PROMETHEUS, Form.SERVER);
    String query = fields.required(QUERY, Form.TEXT);
    Duration range = fields.required(RANGE, Form.DURATION_ABOVE_ZERO);
    Optional<Double> below = fields.number(BELOW);
    Optional<Double> above = fields.number(ABOVE);
    if (fields.has(BELOW) == fields.has(ABOVE)) {
      mistakes.key(
          node,
          what + " has " + (fields.has(BELOW) ? "both" : "none") + " of below, above.",
          fields.has(BELOW) ? "Keep one of them." : "Add one of them.");
    }
    return fields.areRight()
        ? Optional.of(new Metric(name, server, query, range, below, above))
        : Optional.empty();
  }
}
