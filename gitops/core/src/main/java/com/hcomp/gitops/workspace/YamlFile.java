package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file that people edit: read with line numbers, and changed one scalar at a time, so that
 * comments, quotes, line ends and order stay as they were.
 *
 * <p>A path is a list of keys; {@code [name=hcomp-app]} picks the entry of a list whose {@code
 * name} is {@code hcomp-app}.
 */
public final class YamlFile {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z]([A-Za-z0-9_./@:-]*[A-Za-z0-9])?");
  private static final Pattern WORD_WITH_MEANING =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");
  private static final Pattern PLAIN_VERSION =
      Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+[-.A-Za-z0-9]*");

  private final Path file;
  private final String text;
  private final @Nullable Node root;

  private YamlFile(Path file, String text) {
    this.file = file;
    this.text = text;
    this.root = parse(file, text);
  }

  /**
   * Reads a file.
   *
   * @throws com.hcomp.gitops.model.ProblemException if it is missing or is no YAML
   */
  public static YamlFile read(Path file) {
    try {
      return new YamlFile(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new Problem(
              "FILE-MISSING", "There is no " + file + ".", "Restore it:  git checkout -- " + file)
          .asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with this text, which need not exist yet. */
  public static YamlFile of(Path file, String text) {
    return new YamlFile(file, text);
  }

  public Path file() {
    return file;
  }

  public String text() {
    return text;
  }

  /** Writes it, if it changed. */
  public void write() {
    try {
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The scalar at a path; empty where there is none or it is empty. */
  public Optional<String> scalar(String... path) {
    return find(path)
        .filter(ScalarNode.class::isInstance)
        .filter(node -> !node.getTag().equals(Tag.NULL))
        .map(node -> ((ScalarNode) node).getValue())
        .filter(value -> !value.isEmpty());
  }

  /**
   * The scalar at a path.
   *
   * @throws com.hcomp.gitops.model.ProblemException if there is none
   */
  public String required(String... path) {
    return scalar(path)
        .orElseThrow(
            () ->
                new Problem(
                        "VALUE-MISSING",
                        String.join(".", path) + " is not set.",
                        location(path),
                        "Set it in " + file + ".")
                    .asException());
  }

  public boolean has(String... path) {
    return find(path).isPresent();
  }

  /** The keys of the mapping at a path, in the file's order; none where there is no mapping. */
  public List<String> keys(String... path) {
    List<String> keys = new ArrayList<>();
    if (find(path).orElse(null) instanceof MappingNode mapping) {
      mapping.getValue().forEach(entry -> keys.add(key(entry)));
    }
    return keys;
  }

  /** The scalar under one key of every entry of a list, in the file's order. */
  public List<String> each(String key, String... path) {
    List<String> values = new ArrayList<>();
    if (find(path).orElse(null) instanceof SequenceNode list) {
      for (Node entry : list.getValue()) {
        child(entry, key)
            .filter(ScalarNode.class::isInstance)
            .ifPresent(node -> values.add(((ScalarNode) node).getValue()));
      }
    }
    return values;
  }

  /** The line of the deepest part of the path that is there. */
  public Location location(String... path) {
    Optional<Node> found = Optional.ofNullable(root);
    int line = 1;
    for (String step : path) {
      Optional<Node> place = found.flatMap(node -> key(node, step));
      found = found.flatMap(node -> child(node, step));
      line = place.flatMap(Node::getStartMark).map(mark -> mark.getLine() + 1).orElse(line);
    }
    return new Location(file, line);
  }

  /**
   * This file with the scalar at a path changed; keys that are missing are added after their
   * siblings.
   */
  public YamlFile with(String value, String... path) {
    Optional<Node> present = find(path);
    if (present.isPresent()) {
      if (!(present.get() instanceof ScalarNode scalar)) {
        throw new Problem(
                "NOT-A-SCALAR",
                String.join(".", path) + " holds more than one value.",
                location(path),
                "Write a single value there.")
            .asException();
      }
      return replaced(scalar, value);
    }
    return added(value, path);
  }

  private YamlFile replaced(ScalarNode scalar, String value) {
    int start = offset(scalar.getStartMark().orElseThrow().getIndex());
    int end = offset(scalar.getEndMark().orElseThrow().getIndex());
    String quoted =
        start == end ? " " + quoted(value, null) : quoted(value, scalar.getScalarStyle());
    return new YamlFile(file, text.substring(0, start) + quoted + text.substring(end));
  }

  private YamlFile added(String value, String... path) {
    int known = path.length - 1;
    while (known > 0
        && !(find(List.of(path).subList(0, known).toArray(String[]::new)).orElse(null)
            instanceof MappingNode)) {
      known--;
    }
    Node parent =
        known == 0
            ? root
            : find(List.of(path).subList(0, known).toArray(String[]::new)).orElse(null);
    String lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    int indent = 0;
    int at = text.length();
    if (parent instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      if (mapping.getFlowStyle() == FlowStyle.FLOW) {
        throw new Problem(
                "FLOW-MAPPING",
                String.join(".", path) + " can't be added to a mapping in braces.",
                location(path),
                "Write that mapping as one line for each key.")
            .asException();
      }
      List<NodeTuple> entries = mapping.getValue();
      indent = entries.get(0).getKeyNode().getStartMark().orElseThrow().getColumn();
      at = endOfLine(lastContent(entries.get(entries.size() - 1).getValueNode()));
    }
    StringBuilder lines = new StringBuilder();
    if (at > 0 && text.charAt(at - 1) != '\n') {
      lines.append(lineBreak);
    }
    for (int depth = known; depth < path.length; depth++) {
      lines.append(" ".repeat(indent + 2 * (depth - known))).append(path[depth]).append(':');
      lines.append(depth == path.length - 1 ? " " + quoted(value, null) : "").append(lineBreak);
    }
    return new YamlFile(file, text.substring(0, at) + lines + text.substring(at));
  }

  /** The offset just behind a node's last character that is not white space. */
  private int lastContent(Node node) {
    int end = offset(node.getEndMark().orElseThrow().getIndex());
    int start = offset(node.getStartMark().orElseThrow().getIndex());
    if (node instanceof MappingNode mapping
        && !mapping.getValue().isEmpty()
        && mapping.getFlowStyle() == FlowStyle.BLOCK) {
      return lastContent(mapping.getValue().get(mapping.getValue().size() - 1).getValueNode());
    }
    if (node instanceof SequenceNode list
        && !list.getValue().isEmpty()
        && list.getFlowStyle() == FlowStyle.BLOCK) {
      return lastContent(list.getValue().get(list.getValue().size() - 1));
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private int endOfLine(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  /** Numbers, dates and the like must stay strings: 12345678e901 is a tag. */
  private static String quoted(String value, @Nullable ScalarStyle style) {
    if (style == ScalarStyle.SINGLE_QUOTED) {
      return "'" + value.replace("'", "''") + "'";
    }
    boolean plain = PLAIN.matcher(value).matches() || PLAIN_VERSION.matcher(value).matches();
    boolean meaning = WORD_WITH_MEANING.matcher(value).matches();
    if (style != ScalarStyle.DOUBLE_QUOTED && plain && !meaning) {
      return value;
    }
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }

  private Optional<Node> find(String... path) {
    Optional<Node> found = Optional.ofNullable(root);
    for (String step : path) {
      found = found.flatMap(node -> child(node, step));
    }
    return found;
  }

  private static Optional<Node> child(Node node, String step) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .filter(entry -> key(entry).equals(step))
          .map(NodeTuple::getValueNode)
          .findFirst();
    }
    if (node instanceof SequenceNode list && step.startsWith("[")) {
      String[] wanted = step.substring(1, step.length() - 1).split("=", 2);
      return list.getValue().stream()
          .filter(
              entry ->
                  child(entry, wanted[0])
                      .filter(ScalarNode.class::isInstance)
                      .map(value -> ((ScalarNode) value).getValue())
                      .filter(wanted[1]::equals)
                      .isPresent())
          .findFirst();
    }
    return Optional.empty();
  }

  /** The node that shows where a step is: a mapping's key, or a list's entry. */
  private static Optional<Node> key(Node node, String step) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .filter(entry -> key(entry).equals(step))
          .map(NodeTuple::getKeyNode)
          .findFirst();
    }
    return child(node, step);
  }

  private static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /**
   * Runs what reads YAML.
   *
   * @param file as problems name it
   * @throws com.hcomp.gitops.model.ProblemException NOT-YAML, with the line
   */
  public static <T> T reading(Path file, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw notYaml(file, line, e.getProblem());
    } catch (YamlEngineException e) {
      throw notYaml(file, 0, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Node parse(Path file, String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    return reading(file, () -> new Compose(settings).composeString(text)).orElse(null);
  }

  private static RuntimeException notYaml(Path file, int line, String reason) {
    return new Problem(
            "NOT-YAML",
            "It can't be read as YAML: " + reason + ".",
            new Location(file, line),
            "Mend the file; `git diff " + file + "` shows what changed.")
        .asException();
  }
}
