package com.hcomp.gitops.helm;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * What a Chart.yaml says, as far as releasing needs it.
 *
 * @param text the file as it is
 * @param name the chart's name
 * @param version the chart's version
 * @param dependencies in the order of the file
 * @param versionSpan where the version stands in the text
 */
record ChartDescription(
    String text, String name, Version version, List<Dependency> dependencies, Span versionSpan) {

  /**
   * A chart that this one needs.
   *
   * @param name its name
   * @param version as the file has it; perhaps a range
   * @param line where its version stands (or the entry, where it has none), from 1
   */
  record Dependency(String name, String version, int line) {}

  /** From where to where a value stands in the text, both from 0. */
  record Span(int start, int end) {}

  ChartDescription {
    dependencies = List.copyOf(dependencies);
  }

  /**
   * @param file what problems name
   * @throws ProblemException CHART-INVALID if it is no Chart.yaml
   */
  static ChartDescription parse(String text, Path file) {
    MappingNode root = root(text, file);
    ScalarNode name = required(root, "name", file);
    if (!name.getValue().matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw invalid(
          "'" + name.getValue() + "' is no name for a chart", new Location(file, line(name)));
    }
    ScalarNode version = required(root, "version", file);
    if (!Version.isVersion(version.getValue())) {
      throw invalid(
          "version '" + version.getValue() + "' is no semantic version (such as 1.0.3)",
          new Location(file, line(version)));
    }
    return new ChartDescription(
        text,
        name.getValue(),
        new Version(version.getValue()),
        dependencies(root, file),
        span(text, version));
  }

  /** The same file with another version; nothing else of its text changes. */
  String withVersion(Version other) {
    return text.substring(0, versionSpan.start) + other + text.substring(versionSpan.end);
  }

  private static MappingNode root(String text, Path file) {
    try {
      Optional<Node> node =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
      if (node.isPresent() && node.get() instanceof MappingNode mapping) {
        return mapping;
      }
      throw invalid("it is no YAML mapping", new Location(file, 0));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw invalid(String.valueOf(e.getProblem()), new Location(file, line));
    } catch (YamlEngineException e) {
      throw invalid(String.valueOf(e.getMessage()), new Location(file, 0));
    }
  }

  private static List<Dependency> dependencies(MappingNode root, Path file) {
    Optional<Node> entries = value(root, "dependencies");
    if (entries.isEmpty() || isNull(entries.get())) {
      return List.of();
    }
    if (!(entries.get() instanceof SequenceNode sequence)) {
      throw invalid("dependencies is no list", new Location(file, line(entries.get())));
    }
    List<Dependency> dependencies = new ArrayList<>();
    for (Node entry : sequence.getValue()) {
      if (!(entry instanceof MappingNode mapping)) {
        throw invalid("a dependency needs a name and a version", new Location(file, line(entry)));
      }
      String name = required(mapping, "name", file).getValue();
      Optional<Node> version = value(mapping, "version");
      dependencies.add(
          version.isPresent() && version.get() instanceof ScalarNode scalar
              ? new Dependency(name, scalar.getValue(), line(scalar))
              : new Dependency(name, "", line(entry)));
    }
    return dependencies;
  }

  private static ScalarNode required(MappingNode mapping, String key, Path file) {
    Optional<Node> value = value(mapping, key);
    if (value.isPresent() && value.get() instanceof ScalarNode scalar && !isNull(scalar)) {
      return scalar;
    }
    throw invalid("it has no " + key, new Location(file, line(mapping)));
  }

  private static Optional<Node> value(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static Span span(String text, ScalarNode node) {
    int start = node.getStartMark().orElseThrow().getIndex();
    int end = node.getEndMark().orElseThrow().getIndex();
    return new Span(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
  }

  private static ProblemException invalid(String what, Location location) {
    return new Problem(
            "CHART-INVALID",
            "This Chart.yaml can't be used: " + what + ".",
            location,
            "Correct it.")
        .asException();
  }
}
