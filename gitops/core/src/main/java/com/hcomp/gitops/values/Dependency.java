package com.hcomp.gitops.values;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.workspace.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chart that a release names in its Chart.yaml.
 *
 * @param chart its name and version
 * @param key the key of its values in the release: its alias, or else its name
 * @param condition paths of values, parted by commas, of which the first boolean decides whether it
 *     is there; may be empty
 * @param tags names below {@code tags} in the values that decide where no condition does
 */
record Dependency(ChartRef chart, String key, String condition, List<String> tags) {

  /**
   * Those of a release.
   *
   * @param file its Chart.yaml, which names them with exact versions
   * @throws com.hcomp.gitops.model.ProblemException IMPORT-VALUES
   */
  static List<Dependency> of(YamlFile file) {
    List<Dependency> dependencies = new ArrayList<>();
    Value entries = HelmYaml.read(file.file(), file.text()).get("dependencies");
    if (entries == null || !(entries.plain() instanceof List<?> list)) {
      return dependencies;
    }
    for (Object entry : list) {
      if (entry instanceof Map<?, ?> fields) {
        dependencies.add(of(fields, file));
      }
    }
    return List.copyOf(dependencies);
  }

  private static Dependency of(Map<?, ?> fields, YamlFile file) {
    String name = String.valueOf(fields.get("name"));
    if (fields.get("import-values") != null) {
      throw new Problem(
              "IMPORT-VALUES",
              "The release imports values of " + name + ": where those come from can't be told.",
              file.location("dependencies", "[name=" + name + "]", "import-values"),
              "Write them into " + file.file().resolveSibling("values.yaml") + ".")
          .asException();
    }
    Object alias = fields.get("alias");
    Object condition = fields.get("condition");
    List<String> tags =
        fields.get("tags") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    return new Dependency(
        new ChartRef(name, new Version(String.valueOf(fields.get("version")))),
        alias == null ? name : alias.toString(),
        condition == null ? "" : condition.toString(),
        tags);
  }

  /** Whether a release with these values has the chart. */
  boolean isThere(Table values) {
    for (String path : condition.strip().split(",")) {
      if (plain(values, List.of(path.split("\\."))) instanceof Boolean decision) {
        return decision;
      }
    }
    List<@Nullable Object> set =
        tags.stream().<@Nullable Object>map(tag -> plain(values, List.of("tags", tag))).toList();
    return set.contains(true) || !set.contains(false);
  }

  private static @Nullable Object plain(Table values, List<String> path) {
    Value value = values.at(path);
    return value == null ? null : value.plain();
  }
}
