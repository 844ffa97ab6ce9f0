package com.hcomp.gitops.values;

import com.hcomp.gitops.values.EffectiveValues.Entry;
import com.hcomp.gitops.values.EffectiveValues.IgnoredNull;
import com.hcomp.gitops.values.EffectiveValues.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that an environment's values come from.
 *
 * @param passedDown what Argo CD lays over the release's values; of several, the first holds
 * @param release the environment's values.yaml, its charts inside
 */
record Layers(List<Table> passedDown, HelmMerge.Chart release) {

  EffectiveValues effective(String environment) {
    Table effective = HelmMerge.effective(release, passedDown.get(0));
    Map<String, Entry> entries = new TreeMap<>();
    collect(
        List.of(),
        effective,
        (path, value) -> {
          if (!(value instanceof Table table) || table.isEmpty()) {
            entries.put(text(path), entry(path, value));
          }
        });
    Map<String, IgnoredNull> ignored = new TreeMap<>();
    collect(
        List.of(),
        release.values(),
        (path, value) -> {
          if (value.isNull() && effective.at(path) != null && isStrongest(path, value)) {
            ignored.put(text(path), new IgnoredNull(text(path), value.location()));
          }
        });
    return new EffectiveValues(
        environment, List.copyOf(entries.values()), List.copyOf(ignored.values()));
  }

  private interface Visitor {
    void visit(List<String> path, Value value);
  }

  private static void collect(List<String> path, Value value, Visitor visitor) {
    visitor.visit(path, value);
    if (value instanceof Table table) {
      table.forEach(
          (key, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(key);
            collect(Collections.unmodifiableList(longer), below, visitor);
          });
    }
  }

  private Entry entry(List<String> path, Value value) {
    List<Value> candidates = candidates(path);
    int holds = 0;
    while (holds < candidates.size()
        && !candidates.get(holds).location().equals(value.location())) {
      holds++;
    }
    List<Setting> overrode =
        candidates.stream()
            .skip(holds == candidates.size() ? 0 : holds + 1)
            .filter(candidate -> !candidate.isNull())
            .map(candidate -> new Setting(candidate.plain(), candidate.location()))
            .toList();
    return new Entry(text(path), new Setting(value.plain(), value.location()), overrode);
  }

  private boolean isStrongest(List<String> path, Value value) {
    List<Value> candidates = candidates(path);
    return !candidates.isEmpty() && candidates.get(0).location().equals(value.location());
  }

  /** What the layers have at a path, the strongest first. */
  private List<Value> candidates(List<String> path) {
    List<Value> found = new ArrayList<>();
    for (HelmMerge.Chart chart : release.inside()) {
      // What all charts share comes before what is one chart's own.
      if (path.size() > 1 && path.get(0).equals(chart.name()) && path.get(1).equals("global")) {
        found.addAll(candidates(path.subList(1, path.size())));
      }
    }
    List<Table> layers = new ArrayList<>(passedDown);
    layers.add(release.values());
    for (Table layer : layers) {
      Value value = layer.at(path);
      if (value != null) {
        found.add(value);
      }
    }
    for (HelmMerge.Chart chart : release.inside()) {
      if (!path.isEmpty() && path.get(0).equals(chart.name())) {
        Value value = chart.values().at(path.subList(1, path.size()));
        if (value != null) {
          found.add(value);
        }
      }
    }
    return found;
  }

  private static String text(List<String> path) {
    return String.join(".", path.stream().map(key -> key.replace(".", "\\.")).toList());
  }
}
