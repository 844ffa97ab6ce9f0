package com.hcomp.gitops.policy;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.policy.EnvironmentPolicy.Approval;
import com.hcomp.gitops.workspace.YamlFile;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads promotion.yaml. docs/promotion.md explains every key; promotion.schema.json says the same
 * to editors.
 */
public final class PolicyFile {
  private static final String ENVIRONMENTS = "environments";
  private static final String NAME = "name";
  private static final String FROM = "from";
  private static final String SOAK = "soak";
  private static final String WINDOWS = "windows";
  private static final String FREEZES = "freezes";
  private static final String CHECKS = "checks";
  private static final String APPROVAL = "approval";

  private final Mistakes mistakes;
  private final CheckReader checks;

  private PolicyFile(Path file) {
    mistakes = new Mistakes(file);
    checks = new CheckReader(mistakes);
  }

  /**
   * The policy in a text, which comes from the base branch, never from the change being judged.
   *
   * @param file what the text is called in errors
   * @throws ProblemException with all that is wrong: NOT-YAML, PROMOTION-KEY, PROMOTION-VALUE,
   *     PROMOTION-ORDER
   */
  public static Policy read(Path file, String text) {
    YamlFile yaml = YamlFile.of(file, text);
    // An empty text has no place that could be named.
    Node root = yaml.root().or(() -> YamlFile.of(file, "{}").root()).orElseThrow();
    PolicyFile reader = new PolicyFile(file);
    List<EnvironmentPolicy> environments = reader.environments(root);
    reader.mistakes.throwIfAny();
    return new Policy(environments);
  }

  private List<EnvironmentPolicy> environments(Node root) {
    Fields fields = new Fields(mistakes, root, "promotion.yaml", List.of(ENVIRONMENTS), List.of());
    List<Node> entries = fields.list(ENVIRONMENTS);
    if (entries.isEmpty() && fields.areRight()) {
      mistakes.value(fields.place(ENVIRONMENTS), "There is no environment.", "Add  - name: stg");
    }
    List<EnvironmentPolicy> environments = new ArrayList<>();
    for (Node entry : entries) {
      String what = Fields.label("environment", environments.size() + 1, entry);
      environments.add(environment(entry, what, environments));
    }
    return environments;
  }

  private EnvironmentPolicy environment(Node entry, String what, List<EnvironmentPolicy> before) {
    List<String> optional = List.of(FROM, SOAK, WINDOWS, FREEZES, CHECKS, APPROVAL);
    Fields fields = new Fields(mistakes, entry, what, List.of(NAME), optional);
    String name = fields.required(NAME, Form.NAME);
    Optional<String> from = fields.optional(FROM, Form.NAME);
    checkOrder(fields, name, from, names(before));

    Map<String, Location> places = new LinkedHashMap<>();
    fields.keys().forEach(key -> places.put(key, mistakes.location(fields.place(key))));
    places.remove(CHECKS);
    return new EnvironmentPolicy(
        name,
        from,
        fields.optional(SOAK, Form.DURATION).orElse(Duration.ZERO),
        each(fields.list(WINDOWS), "window", what, this::window),
        each(fields.list(FREEZES), "freeze", what, this::freeze),
        checks.read(fields.list(CHECKS), what, places),
        fields.optional(APPROVAL, Form.APPROVAL).orElse(Approval.DIRECT),
        places);
  }

  /** The right ones. */
  private static List<String> names(List<EnvironmentPolicy> environments) {
    return environments.stream()
        .map(EnvironmentPolicy::name)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Each environment comes once, and after the one that it is promoted from. */
  private void checkOrder(Fields fields, String name, Optional<String> from, List<String> before) {
    if (before.contains(name)) {
      mistakes.order(
          fields.place(NAME), "There are two environments " + name + ".", "Rename or remove one.");
    }
    from.filter(upstream -> !upstream.isEmpty() && !before.contains(upstream))
        .ifPresent(
            upstream ->
                mistakes.order(
                    fields.place(FROM),
                    name + " is promoted from " + upstream + ", which does not come before it.",
                    before.isEmpty()
                        ? "The first environment has no from: it takes what is built."
                        : "Allowed: " + String.join(", ", before) + "."));
    for (String key : List.of(SOAK, CHECKS)) {
      if (fields.has(key) && !fields.has(FROM)) {
        mistakes.key(
            fields.place(key),
            name + " has " + key + ", but no from: " + key + " is about the environment before.",
            "Add from, or remove " + key + ".");
      }
    }
  }

  private Optional<Window> window(Node node, String what) {
    Fields fields =
        new Fields(mistakes, node, what, List.of("days", FROM, "to", "zone"), List.of());
    List<DayOfWeek> days = fields.listOf("days", Form.DAY);
    LocalTime from = fields.required(FROM, Form.TIME);
    LocalTime to = fields.required("to", Form.TIME);
    ZoneId zone = fields.required("zone", Form.ZONE);
    return fields.areRight() ? Optional.of(new Window(days, from, to, zone)) : Optional.empty();
  }

  private Optional<Freeze> freeze(Node node, String what) {
    List<String> keys = List.of(FROM, "to", "zone", "reason");
    Fields fields = new Fields(mistakes, node, what, keys, List.of());
    LocalDateTime from = fields.required(FROM, Form.DATE_AND_TIME);
    LocalDateTime to = fields.required("to", Form.DATE_AND_TIME);
    ZoneId zone = fields.required("zone", Form.ZONE);
    String reason = fields.required("reason", Form.TEXT);
    if (!fields.areRight()) {
      return Optional.empty();
    }
    // Where the clock shows a time twice, the longer freeze is the safe one.
    Instant begins = WallClock.first(from, zone);
    Instant ends = WallClock.last(to, zone);
    if (!begins.isBefore(ends)) {
      mistakes.order(
          fields.place("to"),
          what + " ends at " + to + ", which is not after it begins, " + from + ".",
          "Let it end later.");
      return Optional.empty();
    }
    return Optional.of(new Freeze(begins, ends, reason));
  }

  private static <T> List<T> each(
      List<Node> nodes, String kind, String of, BiFunction<Node, String, Optional<T>> reader) {
    List<T> values = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String what = kind + " " + (i + 1) + " of " + of;
      reader.apply(nodes.get(i), what).ifPresent(values::add);
    }
    return values;
  }
}
