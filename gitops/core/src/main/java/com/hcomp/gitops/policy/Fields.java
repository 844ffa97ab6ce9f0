package com.hcomp.gitops.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The keys and values of one mapping. What is wrong is added to the mistakes; reading goes on with
 * a placeholder, which nobody sees, because then there is no policy in the end.
 */
final class Fields {
  /** A password in the wrong place is bad enough; it need not get into a log too. */
  private static final Pattern LOGIN = Pattern.compile("//[^/@]*@");

  private final Mistakes mistakes;
  private final Node node;
  private final String what;
  private final int before;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  /**
   * @param what the mapping is, for people: {@code window 1 of prd-eu}
   * @param required the keys that it must have
   * @param optional the keys that it may have
   */
  Fields(Mistakes mistakes, Node node, String what, List<String> required, List<String> optional) {
    this.mistakes = mistakes;
    this.node = node;
    this.what = what;
    this.before = mistakes.count();
    List<String> keys = Stream.concat(required.stream(), optional.stream()).toList();
    String allowed = "Allowed: " + String.join(", ", keys) + ".";
    if (!(node instanceof MappingNode mapping)) {
      String empty = required.isEmpty() ? " Or nothing:  {}" : "";
      mistakes.value(node, what + " must be keys with values.", allowed + empty);
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = key(entry);
      if (!keys.contains(key)) {
        mistakes.key(entry.getKeyNode(), what + " has an unknown key, '" + key + "'.", allowed);
      } else if (entries.putIfAbsent(key, entry) != null) {
        mistakes.key(
            entry.getKeyNode(), what + " has the key '" + key + "' twice.", "Remove one of them.");
      }
    }
    required.stream()
        .filter(key -> !entries.containsKey(key))
        .forEach(key -> mistakes.key(node, what + " has no " + key + ".", "Add it. " + allowed));
  }

  /**
   * What a node is called in errors: {@code check answers}, by its name where it has a right one;
   * else {@code check 2}.
   */
  static String label(String kind, int number, Node node) {
    Stream<NodeTuple> entries =
        node instanceof MappingNode mapping ? mapping.getValue().stream() : Stream.empty();
    String name =
        entries
            .filter(entry -> key(entry).equals("name"))
            .flatMap(entry -> text(entry.getValueNode()).flatMap(Form.NAME::read).stream())
            .findFirst()
            .orElse(String.valueOf(number));
    return kind + " " + name;
  }

  /** The keys of a node, right or wrong; none where it is no mapping. */
  static List<String> keys(Node node) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream().map(Fields::key).toList()
        : List.of();
  }

  private static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
  }

  /** Whether nothing was found wrong since this mapping began. */
  boolean areRight() {
    return mistakes.count() == before;
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Where a key stands; where it doesn't, where the mapping begins. */
  Node place(String key) {
    NodeTuple entry = entries.get(key);
    return entry == null ? node : entry.getKeyNode();
  }

  /** The keys that are there, in the file's order. */
  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** The node under a key. */
  Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
  }

  /** The value under a key; empty where there is no such key. */
  <T> Optional<T> optional(String key, Form<T> form) {
    return node(key).map(value -> scalar(value, key, form));
  }

  /** The value under a required key. */
  <T> T required(String key, Form<T> form) {
    return optional(key, form).orElse(form.placeholder());
  }

  /** The entries of the list under a key; none where there is no such key. */
  List<Node> list(String key) {
    Node list = node(key).orElse(null);
    if (list == null) {
      return List.of();
    }
    if (!(list instanceof SequenceNode sequence)) {
      mistakes.value(place(key), key + " of " + what + " must be a list.", "Begin entries with -.");
      return List.of();
    }
    return sequence.getValue();
  }

  /** A list of values under a required key; at least one. */
  <T> List<T> listOf(String key, Form<T> form) {
    List<Node> values = list(key);
    if (values.isEmpty() && areRight()) {
      mistakes.value(
          place(key), key + " of " + what + " is empty.", "Allowed: " + form.allowed() + ".");
    }
    return values.stream().map(value -> scalar(value, key, form)).toList();
  }

  /** The number under a key; empty where there is no such key. */
  Optional<Double> number(String key) {
    return node(key)
        .map(
            value ->
                number(value).orElseGet(() -> wrong(value, key, "a number, such as 0.01", 0.0)));
  }

  /** The whole number under a key; empty where there is no such key. */
  Optional<Integer> whole(String key, int least, int most) {
    return node(key)
        .map(
            value ->
                number(value)
                    .filter(number -> number == Math.rint(number))
                    .filter(number -> number >= least && number <= most)
                    .map(Double::intValue)
                    .orElseGet(
                        () -> wrong(value, key, "a number, " + least + " to " + most, least)));
  }

  private <T> T scalar(Node value, String key, Form<T> form) {
    String quotes = text(value).isPresent() ? "" : "; as text, so put it in quotes";
    return text(value)
        .flatMap(form::read)
        .orElseGet(() -> wrong(value, key, form.allowed() + quotes, form.placeholder()));
  }

  private <T> T wrong(Node value, String key, String allowed, T placeholder) {
    String is =
        value instanceof ScalarNode scalar
            ? " is '" + LOGIN.matcher(scalar.getValue()).replaceAll("//...@") + "'."
            : " must be a single value.";
    mistakes.value(value, key + " of " + what + is, "Allowed: " + allowed + ".");
    return placeholder;
  }

  private static Optional<String> text(Node value) {
    return value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private static Optional<Double> number(Node value) {
    boolean number = value.getTag().equals(Tag.INT) || value.getTag().equals(Tag.FLOAT);
    try {
      return number && value instanceof ScalarNode scalar
          ? Optional.of(Double.valueOf(scalar.getValue())).filter(Double::isFinite)
          : Optional.empty();
    } catch (NumberFormatException e) {
      // .inf and .nan
      return Optional.empty();
    }
  }
}
