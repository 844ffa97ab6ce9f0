package com.hcomp.gitops.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether Argo CD's Deployments and StatefulSets run, as the hub's objects say.
 *
 * @param wanted what was applied: Deployments and StatefulSets by {@code kind/name}
 */
record Workloads(List<String> wanted) {
  private static final List<String> KINDS = List.of("Deployment", "StatefulSet");

  Workloads {
    wanted = List.copyOf(wanted);
  }

  static Workloads of(List<Manifest> manifests) {
    return new Workloads(
        manifests.stream()
            .filter(manifest -> KINDS.contains(manifest.kind()))
            .map(Manifest::key)
            .toList());
  }

  /**
   * Those that don't run, each with the reason; nothing if all do.
   *
   * @param live the hub's Deployments and StatefulSets
   */
  List<String> notReady(List<JsonNode> live) {
    Map<String, JsonNode> byKey = new LinkedHashMap<>();
    for (JsonNode object : live) {
      byKey.put(
          object.path("kind").asText() + "/" + object.path("metadata").path("name").asText(),
          object);
    }
    List<String> reasons = new ArrayList<>();
    for (String key : wanted) {
      Optional.ofNullable(byKey.get(key))
          .map(Workloads::reason)
          .orElse(Optional.of("is not there"))
          .ifPresent(reason -> reasons.add(key.replace('/', ' ') + " " + reason));
    }
    return reasons;
  }

  private static Optional<String> reason(JsonNode object) {
    JsonNode status = object.path("status");
    if (!status.has("observedGeneration")) {
      return Optional.of("was not looked at by any controller yet");
    }
    long seen = status.path("observedGeneration").asLong();
    if (seen < object.path("metadata").path("generation").asLong()) {
      return Optional.of("runs as it was before; its controller is behind");
    }
    int replicas = object.path("spec").path("replicas").asInt(1);
    boolean deployment = object.path("kind").asText().equals("Deployment");
    int ready = status.path(deployment ? "availableReplicas" : "readyReplicas").asInt();
    int updated = status.path("updatedReplicas").asInt();
    if (ready >= replicas && updated >= replicas) {
      return Optional.empty();
    }
    String text = "has " + Math.min(ready, updated) + " of " + replicas + " pods ready";
    for (JsonNode condition : status.path("conditions")) {
      boolean bad = condition.path("type").asText().equals("ReplicaFailure");
      if (bad && condition.path("status").asText().equals("True")) {
        return Optional.of(text + ": " + condition.path("message").asText());
      }
    }
    return Optional.of(text);
  }

  /**
   * What pods say of why they don't run, a line for each.
   *
   * @param pods the hub's pods
   */
  static List<String> excuses(List<JsonNode> pods) {
    List<String> excuses = new ArrayList<>();
    for (JsonNode pod : pods) {
      String name = "pod " + pod.path("metadata").path("name").asText() + ": ";
      JsonNode status = pod.path("status");
      for (String kind : List.of("initContainerStatuses", "containerStatuses")) {
        for (JsonNode container : status.path(kind)) {
          JsonNode waiting = container.path("state").path("waiting");
          if (waiting.isObject() && !waiting.path("reason").asText().equals("PodInitializing")) {
            String message = waiting.path("message").asText();
            excuses.add(
                name
                    + waiting.path("reason").asText()
                    + (message.isEmpty() ? "" : ", " + message.replaceAll("\\s+", " ")));
          }
        }
      }
      for (JsonNode condition : status.path("conditions")) {
        if (condition.path("reason").asText().equals("Unschedulable")) {
          excuses.add(name + condition.path("message").asText());
        }
      }
    }
    return excuses;
  }
}
