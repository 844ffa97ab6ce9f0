package com.hcomp.gitops.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What applying an object does.
 *
 * @param cluster the name of its cluster
 * @param manifest the object
 * @param action what becomes of it
 * @param fields what changes in it, a line for each field
 */
record Change(String cluster, Manifest manifest, Action action, List<String> fields) {
  private static final int MOST_LINES = 6;

  /** What becomes of an object. */
  enum Action {
    CREATE,
    CHANGE,
    UNCHANGED;

    /** As people and machines read it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Change {
    fields = List.copyOf(fields);
  }

  boolean isNeeded() {
    return action != Action.UNCHANGED;
  }

  /** The changed fields for people: not more than fit beside the rest of the plan. */
  List<String> shortened() {
    if (fields.size() <= MOST_LINES) {
      return fields;
    }
    List<String> first = new java.util.ArrayList<>(fields.subList(0, MOST_LINES));
    first.add("… and " + (fields.size() - MOST_LINES) + " more fields");
    return first;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cluster", cluster);
    json.put("kind", manifest.kind());
    json.put("name", manifest.place());
    json.put("action", action.word());
    json.put("fields", fields);
    return json;
  }
}
