package com.hcomp.gitops.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A chart's README with its table of values brought up to date. A value's meaning is the comment
 * above it in values.yaml, or where it doesn't stand there its description in values.schema.json;
 * its type is the schema's. The text around the table is written by hand.
 */
final class ChartReadme {
  private static final String BEGIN = "<!-- made from values.yaml and values.schema.json -->\n";
  private static final String END = "<!-- end -->\n";

  private final JsonNode schema;
  private final Map<String, Object> defaults;
  private final Map<String, String> comments = new LinkedHashMap<>();
  private final List<String> rows = new ArrayList<>();

  private ChartReadme(Path chart) throws IOException {
    this.schema = new ObjectMapper().readTree(chart.resolve("values.schema.json").toFile());
    String values = Files.readString(chart.resolve("values.yaml"));
    this.defaults = Yaml.documents(values).get(0);
    LoadSettings withComments = LoadSettings.builder().setParseComments(true).build();
    readComments("", new Compose(withComments).composeString(values).orElseThrow());
    addRows("", schema);
  }

  /** What README.md should be, of which all but the table is what it is now. */
  static String of(Path chart) throws IOException {
    String text = Files.readString(chart.resolve("README.md"));
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("README.md holds no " + BEGIN + END);
    }
    return text.substring(0, begin) + BEGIN + new ChartReadme(chart).table() + text.substring(end);
  }

  private String table() {
    return "\n| value | type | default | meaning |\n|---|---|---|---|\n"
        + String.join("", rows)
        + "\n";
  }

  private void readComments(String prefix, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String path = prefix + ((ScalarNode) entry.getKeyNode()).getValue();
      List<String> lines = new ArrayList<>();
      if (entry.getKeyNode().getBlockComments() != null) {
        entry.getKeyNode().getBlockComments().forEach(line -> lines.add(line.getValue().strip()));
      }
      // What stands above an empty line is not about the key below.
      comments.put(path, String.join(" ", lines.subList(lines.lastIndexOf("") + 1, lines.size())));
      readComments(path + ".", entry.getValueNode());
    }
  }

  private void addRows(String prefix, JsonNode object) {
    for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
      String path = prefix + property.getKey();
      JsonNode description = resolved(property.getValue());
      Object value = Yaml.at(defaults, (Object[]) path.split("\\."));
      boolean group = description.has("properties") && !Map.of().equals(value);
      if (group) {
        addRows(path + ".", description);
      } else {
        rows.add(
            "| `%s` | %s | %s | %s |\n"
                .formatted(path, type(description), literal(value), meaning(path, description)));
      }
    }
  }

  private String meaning(String path, JsonNode description) {
    String comment = comments.getOrDefault(path, "");
    String text = description.path("description").asText();
    if (comment.isEmpty() == text.isEmpty()) {
      throw new IllegalStateException(
          comment.isEmpty()
              ? "values.yaml: no comment above " + path
              : path + " is described twice, in values.yaml and in values.schema.json");
    }
    return (comment + text).replace("|", "\\|").replace("<", "&lt;");
  }

  private static String type(JsonNode description) {
    if (description.has("enum")) {
      return StreamSupport.stream(description.get("enum").spliterator(), false)
          .map(each -> "`" + each.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    JsonNode type = description.path("type");
    return type.isArray() ? type.get(0).asText() + " or " + type.get(1).asText() : type.asText();
  }

  private static String literal(@Nullable Object value) throws IllegalStateException {
    try {
      return value == null ? "" : "`" + new ObjectMapper().writeValueAsString(value) + "`";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode resolved(JsonNode description) {
    String reference = description.path("$ref").asText();
    return reference.isEmpty() ? description : schema.at(reference.substring(1));
  }
}
