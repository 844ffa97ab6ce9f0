package com.hcomp.gitops.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Parsed YAML: looking into it, and comparing it with what must at least be there. */
final class Yaml {
  private Yaml() {}

  static List<Map<String, Object>> documents(Path file) {
    List<Map<String, Object>> documents = new ArrayList<>();
    try {
      String text = Files.readString(file);
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
        documents.add(map(document));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  static Map<String, Object> map(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new AssertionError("no mapping: " + value);
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, entry) -> copy.put(String.valueOf(key), entry));
    return copy;
  }

  /** The value at a path of keys and list indexes; null where there is none. */
  static @Nullable Object at(@Nullable Object value, Object... path) {
    Object found = value;
    for (Object step : path) {
      if (found instanceof Map<?, ?> map) {
        found = map.get(step);
      } else if (found instanceof List<?> list && step instanceof Integer index) {
        found = index < list.size() ? list.get(index) : null;
      } else {
        return null;
      }
    }
    return found;
  }

  /**
   * What is expected and is not there, one line for each path. More may be there than is expected;
   * entries of lists are found by their name, where they have one.
   */
  static List<String> missing(String path, Object expected, @Nullable Object actual) {
    List<String> missing = new ArrayList<>();
    if (expected instanceof Map<?, ?> entries && actual instanceof Map<?, ?> map) {
      entries.forEach(
          (key, entry) -> missing.addAll(missing(path + "." + key, entry, map.get(key))));
    } else if (expected instanceof List<?> entries
        && actual instanceof List<?> list
        && entries.stream().allMatch(entry -> at(entry, "name") != null)) {
      for (Object entry : entries) {
        Object name = Objects.requireNonNull(at(entry, "name"));
        Object match =
            list.stream().filter(other -> name.equals(at(other, "name"))).findFirst().orElse(null);
        missing.addAll(missing(path + "[" + name + "]", entry, match));
      }
    } else if (!expected.equals(actual)) {
      missing.add(path + ": expected " + expected + ", but it is " + actual);
    }
    return missing;
  }
}
