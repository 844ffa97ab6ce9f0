package com.hcomp.gitops.values;

import com.hcomp.gitops.model.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the charts of an environment's release get as their values.
 *
 * @param environment its name
 * @param entries every value, sorted by path
 * @param ignored nulls that were meant to take a value away and don't, sorted by path
 */
public record EffectiveValues(String environment, List<Entry> entries, List<IgnoredNull> ignored) {
  public EffectiveValues {
    entries = List.copyOf(entries);
    ignored = List.copyOf(ignored);
  }

  /**
   * A value.
   *
   * @param path its keys with dots between them; a dot in a key is written {@code \.}, as Helm's
   *     --set takes it
   * @param setting the value that holds
   * @param overrode those that it took the place of, the last one first
   */
  public record Entry(String path, Setting setting, List<Setting> overrode) {
    public Entry {
      overrode = List.copyOf(overrode);
    }
  }

  /**
   * What a file says.
   *
   * @param value a string, number or boolean, null, a list, or a map
   * @param location where its key stands; line 0 for what is no file
   */
  public record Setting(@Nullable Object value, Location location) {
    private Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("value", value);
      json.put("file", location.file().toString());
      json.put("line", location.line() == 0 ? null : location.line());
      return json;
    }
  }

  /** A null in the environment's values.yaml that has no effect. */
  public record IgnoredNull(String path, Location location) {}

  /** For machines: members as docs/goals.md has them. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environment", environment);
    json.put("values", entries.stream().map(EffectiveValues::json).toList());
    List<Map<String, Object>> nulls = new ArrayList<>();
    for (IgnoredNull each : ignored) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("path", each.path());
      member.put("file", each.location().file().toString());
      member.put("line", each.location().line());
      nulls.add(member);
    }
    json.put("ignoredNulls", nulls);
    return json;
  }

  private static Map<String, @Nullable Object> json(Entry entry) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("path", entry.path());
    json.putAll(entry.setting().json());
    json.put("overrode", entry.overrode().stream().map(Setting::json).toList());
    return json;
  }
}
