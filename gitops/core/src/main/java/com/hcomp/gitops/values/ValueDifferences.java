package com.hcomp.gitops.values;

import com.hcomp.gitops.values.EffectiveValues.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between environments.
 *
 * @param environments their names, in promotion order
 * @param rows the values that are not the same in all of them, sorted by path
 */
public record ValueDifferences(List<String> environments, List<Row> rows) {
  public ValueDifferences {
    environments = List.copyOf(environments);
    rows = List.copyOf(rows);
  }

  /**
   * A value that differs.
   *
   * @param path as in {@link EffectiveValues.Entry}
   * @param settings for each environment; empty where it is not set
   */
  public record Row(String path, List<Optional<EffectiveValues.Setting>> settings) {
    public Row {
      settings = List.copyOf(settings);
    }
  }

  public static ValueDifferences between(List<EffectiveValues> all) {
    List<Map<String, EffectiveValues.Setting>> columns = new ArrayList<>();
    TreeSet<String> paths = new TreeSet<>();
    for (EffectiveValues values : all) {
      Map<String, EffectiveValues.Setting> column = new LinkedHashMap<>();
      for (Entry entry : values.entries()) {
        if (entry.setting().value() instanceof Map<?, ?>) {
          continue; // An empty one: what others have in its place are rows of their own.
        }
        column.put(entry.path(), entry.setting());
        paths.add(entry.path());
      }
      columns.add(column);
    }
    List<Row> rows = new ArrayList<>();
    for (String path : paths) {
      List<Optional<EffectiveValues.Setting>> settings =
          columns.stream().map(column -> Optional.ofNullable(column.get(path))).toList();
      if (settings.stream().map(ValueDifferences::comparable).distinct().count() > 1) {
        rows.add(new Row(path, settings));
      }
    }
    return new ValueDifferences(all.stream().map(EffectiveValues::environment).toList(), rows);
  }

  // A value that is null is not the same as none.
  private static List<@Nullable Object> comparable(Optional<EffectiveValues.Setting> setting) {
    List<@Nullable Object> value = new ArrayList<>();
    setting.ifPresent(set -> value.add(set.value()));
    return value;
  }

  /** For machines: members as docs/goals.md has them. */
  public Map<String, Object> json() {
    List<Map<String, Object>> values = new ArrayList<>();
    for (Row row : rows) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      for (int i = 0; i < environments.size(); i++) {
        Optional<EffectiveValues.Setting> setting = row.settings().get(i);
        if (setting.isPresent()) {
          cells.put(environments.get(i), setting.get().value());
        }
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("path", row.path());
      json.put("values", cells);
      values.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environments", environments);
    json.put("values", values);
    return json;
  }
}
