package com.hcomp.gitops.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What differs between an object as it is and as it would be, a line for each field: {@code
 * spec.replicas: 1 -> 2}. What the cluster keeps for itself is left out, and of a Secret only the
 * fields' names are shown.
 */
final class FieldDiff {
  private static final List<String> CLUSTERS_OWN =
      List.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");
  private static final int LONGEST_VALUE = 60;

  private final List<String> lines = new ArrayList<>();
  private final boolean secret;

  private FieldDiff(boolean secret) {
    this.secret = secret;
  }

  /** The lines; none if nothing differs. */
  static List<String> between(JsonNode live, JsonNode wanted) {
    FieldDiff diff = new FieldDiff(wanted.path("kind").asText().equals("Secret"));
    diff.compare("", cleaned(live), cleaned(wanted));
    return List.copyOf(diff.lines);
  }

  private static JsonNode cleaned(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(CLUSTERS_OWN);
    }
    return copy;
  }

  private void compare(String path, JsonNode live, JsonNode wanted) {
    if (live.equals(wanted)) {
      return;
    }
    if (live.isObject() && wanted.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      live.fieldNames().forEachRemaining(names::add);
      wanted.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compare(below(path, name), live.path(name), wanted.path(name)));
    } else if (live.isArray() && wanted.isArray()) {
      for (int i = 0; i < Math.max(live.size(), wanted.size()); i++) {
        compare(path + "[" + i + "]", live.path(i), wanted.path(i));
      }
    } else {
      lines.add(path + ": " + shown(path, live) + " -> " + shown(path, wanted));
    }
  }

  private static String below(String path, String name) {
    String key = name.contains(".") ? "\"" + name + "\"" : name;
    return path.isEmpty() ? key : path + "." + key;
  }

  private String shown(String path, JsonNode value) {
    if (value.isMissingNode()) {
      return "(nothing)";
    }
    if (secret && (path.startsWith("data") || path.startsWith("stringData"))) {
      return "(secret)";
    }
    String text = value.isTextual() ? value.asText() : value.toString();
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
  }
}
