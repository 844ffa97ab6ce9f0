package com.hcomp.gitops.charts;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Kubernetes lets nobody change in an object that exists. */
final class ImmutableFields {
  private static final Map<String, List<String>> OF_KIND =
      Map.ofEntries(
          entry("ConfigMap", List.of()),
          entry("Deployment", List.of("selector")),
          entry("HTTPRoute", List.of()),
          entry("HorizontalPodAutoscaler", List.of()),
          entry("Ingress", List.of()),
          entry("Job", List.of("selector", "template", "completionMode", "podFailurePolicy")),
          entry("NetworkPolicy", List.of()),
          entry(
              "PersistentVolumeClaim",
              List.of("accessModes", "dataSource", "selector", "storageClassName", "volumeMode")),
          entry("PodDisruptionBudget", List.of()),
          entry("Service", List.of("clusterIP", "clusterIPs")),
          entry("ServiceAccount", List.of()),
          entry(
              "StatefulSet",
              List.of("selector", "serviceName", "podManagementPolicy", "volumeClaimTemplates")));

  private ImmutableFields() {}

  /**
   * What an upgrade would change that can't be changed, or would take away; one line for each.
   * Hooks are left out: Argo CD deletes them before it makes them anew.
   */
  static List<String> changes(List<Map<String, Object>> before, List<Map<String, Object>> after) {
    Map<String, Map<String, Object>> now = byName(after);
    List<String> changes = new ArrayList<>();
    byName(before)
        .forEach(
            (name, manifest) -> {
              Map<String, Object> other = now.get(name);
              if (other == null) {
                changes.add(name + " vanishes");
              } else {
                changes.addAll(changes(name, manifest, other));
              }
            });
    return changes;
  }

  private static List<String> changes(
      String name, Map<String, Object> before, Map<String, Object> after) {
    List<String> fields = OF_KIND.get(String.valueOf(before.get("kind")));
    if (fields == null) {
      return List.of(name + ": say in ImmutableFields which of its fields can't change");
    }
    List<String> changes = new ArrayList<>();
    for (String field : fields) {
      Object old = Yaml.at(before, "spec", field);
      Object changed = Yaml.at(after, "spec", field);
      if (!Objects.equals(old, changed)) {
        changes.add(name + ": spec." + field + " changes from " + old + " to " + changed);
      }
    }
    if (Boolean.TRUE.equals(before.get("immutable")) && !before.equals(after)) {
      changes.add(name + ": it is immutable, and changes");
    }
    return changes;
  }

  private static Map<String, Map<String, Object>> byName(List<Map<String, Object>> manifests) {
    Map<String, Map<String, Object>> byName = new LinkedHashMap<>();
    for (Map<String, Object> manifest : manifests) {
      if (!isHook(Yaml.at(manifest, "metadata", "annotations"))) {
        byName.put(manifest.get("kind") + " " + Yaml.at(manifest, "metadata", "name"), manifest);
      }
    }
    return byName;
  }

  private static boolean isHook(@Nullable Object annotations) {
    return Yaml.at(annotations, "argocd.argoproj.io/hook") != null;
  }
}
