package com.hcomp.gitops.values;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.workspace.YamlFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a file of values as Helm does, and keeps the line of every key. */
final class HelmYaml {
  private static final Map<Tag, Class<?>> TYPES =
      Map.of(
          Tag.INT,
          Long.class,
          Tag.FLOAT,
          Number.class,
          Tag.BOOL,
          Boolean.class,
          Tag.NULL,
          Void.class);

  private final Path file;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private HelmYaml(Path file) {
    this.file = file;
  }

  /**
   * Reads it; several documents are laid over each other.
   *
   * @param file as locations and problems name it
   * @throws com.hcomp.gitops.model.ProblemException NOT-YAML, NOT-VALUES; with the line
   */
  static Table read(Path file, String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setSchema(new HelmScalars()).build();
    List<Node> documents = new ArrayList<>();
    YamlFile.reading(
        file,
        () -> {
          new Compose(settings).composeAllFromString(text).forEach(documents::add);
          return documents;
        });
    HelmYaml reader = new HelmYaml(file);
    Table values = new Table(new Location(file, 1));
    for (Node document : documents) {
      Value value = reader.value(document, reader.location(document));
      if (value instanceof Table table) {
        values.putAll(table);
      } else if (!value.isNull()) {
        throw reader.refusal(document, "values are a mapping of keys, this is none");
      }
    }
    return values;
  }

  /**
   * @param key where its key stands; what follows an alias stands where the anchor is
   */
  private Value value(Node node, Location key) {
    return node instanceof MappingNode mapping
        ? table(mapping, key)
        : new Value.Single(plain(node), key);
  }

  private Table table(MappingNode mapping, Location key) {
    enter(mapping);
    Table table = new Table(key);
    for (NodeTuple entry : mapping.getValue()) {
      if (isMerge(entry.getKeyNode())) {
        merged(entry.getValueNode()).forEach(table::put);
      } else {
        Location location = location(entry.getKeyNode());
        table.put(key(entry.getKeyNode()), value(entry.getValueNode(), location));
      }
    }
    open.remove(mapping);
    return table;
  }

  // As go-yaml v2 has it, a merge wins over the keys before it, and of several the first wins.
  private Table merged(Node node) {
    if (node instanceof MappingNode mapping) {
      return table(mapping, location(mapping));
    }
    Table all = new Table(location(node));
    if (!(node instanceof SequenceNode sequence)) {
      throw refusal(node, "<< takes a mapping, or a list of mappings");
    }
    List<Node> entries = new ArrayList<>(sequence.getValue());
    Collections.reverse(entries);
    for (Node entry : entries) {
      if (!(entry instanceof MappingNode mapping)) {
        throw refusal(entry, "<< takes a mapping, or a list of mappings");
      }
      table(mapping, location(mapping)).forEach(all::put);
    }
    return all;
  }

  private @Nullable Object plain(Node node) {
    if (node instanceof MappingNode mapping) {
      return table(mapping, location(mapping)).plain();
    }
    if (node instanceof SequenceNode sequence) {
      enter(sequence);
      List<@Nullable Object> list = new ArrayList<>();
      for (Node entry : sequence.getValue()) {
        list.add(plain(entry));
      }
      open.remove(sequence);
      return Collections.unmodifiableList(list);
    }
    return scalar((ScalarNode) node);
  }

  private @Nullable Object scalar(ScalarNode node) {
    Tag tag = node.getTag();
    String text = node.getValue();
    try {
      if (tag.equals(HelmScalars.PLAIN)) {
        return HelmScalars.value(text);
      }
      if (tag.equals(Tag.BINARY)) {
        byte[] bytes = Base64.getMimeDecoder().decode(text);
        return new String(bytes, StandardCharsets.UTF_8);
      }
      if (!TYPES.containsKey(tag)) {
        return text;
      }
      Object value = HelmScalars.value(text);
      if (TYPES.get(tag).isInstance(value) || (tag.equals(Tag.NULL) && value == null)) {
        return value;
      }
    } catch (HelmScalars.NotFinite e) {
      throw refusal(node, text + " is no number in JSON");
    } catch (IllegalArgumentException e) {
      throw refusal(node, "what is tagged !!binary is not base64");
    }
    throw refusal(node, "'" + text + "' is not what its tag says");
  }

  private String key(Node node) {
    Object key = node instanceof ScalarNode scalar ? scalar(scalar) : null;
    if (key == null) {
      throw refusal(node, "a key is a string, a number or a boolean");
    }
    // go-yaml writes a key's fraction as a float, not as a double.
    return key instanceof Double number
        ? new BigDecimal(Float.toString(number.floatValue())).stripTrailingZeros().toPlainString()
        : key.toString();
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar
        && scalar.getValue().equals("<<")
        && (scalar.getTag().equals(HelmScalars.PLAIN) || scalar.getTag().equals(Tag.MERGE));
  }

  private void enter(Node node) {
    if (!open.add(node)) {
      throw refusal(node, "an anchor's value contains itself");
    }
  }

  private Location location(Node node) {
    return new Location(file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
  }

  private RuntimeException refusal(Node node, String reason) {
    return new Problem(
            "NOT-VALUES",
            "Helm can't take it as values: " + reason + ".",
            location(node),
            "Correct it.")
        .asException();
  }
}
