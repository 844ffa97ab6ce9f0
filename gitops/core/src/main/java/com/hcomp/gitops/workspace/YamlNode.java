package com.hcomp.gitops.workspace;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A part of a YAML file, and where it stands: from {@code start} to {@code end}, in characters of
 * the file's text, without its anchor, its tag and the white space and comments around it. Lines
 * count from 1.
 */
sealed interface YamlNode {
  int start();

  int end();

  int line();

  /**
   * A single value.
   *
   * @param tag the type that is written before it, if there is one
   */
  record Scalar(String value, ScalarStyle style, Optional<String> tag, int start, int end, int line)
      implements YamlNode {
    /** Whether it is read as text, not as a number, a date or the like. */
    boolean isText() {
      return YamlParser.tag(this).equals(Tag.STR);
    }

    /** Whether nothing is there, or {@code ~} or {@code null}. */
    boolean isNull() {
      return YamlParser.tag(this).equals(Tag.NULL);
    }
  }

  /**
   * @param flow whether it is written in braces
   */
  record Mapping(List<Entry> entries, boolean flow, int start, int end, int line)
      implements YamlNode {
    Optional<Entry> entry(String key) {
      for (Entry entry : entries) {
        if (entry.name().equals(key)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }
  }

  /** A key with its value. */
  record Entry(YamlNode key, YamlNode value) {
    /** The key; empty where it is no single value. */
    String name() {
      return key instanceof Scalar scalar ? scalar.value() : "";
    }
  }

  /**
   * @param flow whether it is written in brackets
   */
  record Sequence(List<Item> items, boolean flow, int start, int end, int line)
      implements YamlNode {}

  /**
   * @param dash where its dash stands; -1 in brackets
   */
  record Item(int dash, YamlNode value) {}

  /** {@code *name}: what stands at {@code &name} counts here too. */
  record Alias(String name, YamlNode target, int start, int end, int line) implements YamlNode {}

  /** What counts here: the target of an alias, else this. */
  default YamlNode meant() {
    return this instanceof Alias alias ? alias.target() : this;
  }
}
