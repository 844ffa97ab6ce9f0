package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.argocd.Application.HealthStatus;
import com.hcomp.gitops.argocd.ResourceTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads how the Deployments of an application roll out. Argo CD itself calls a Deployment degraded
 * only after its progress deadline, ten minutes unless it says otherwise; its pods know at once.
 *
 * @param argoCd where to ask
 * @param application the application's name
 */
record RolloutReader(ArgoCd argoCd, String application) {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** The Deployments whose new pods can be told from the old ones already. */
  List<Rollout> read(Judge judge) {
    ResourceTree tree = argoCd.resourceTree(application);
    List<Rollout> rollouts = new ArrayList<>();
    for (Node deployment : tree.ofKind("Deployment")) {
      if (judge.hasApplied(deployment.kind(), deployment.name())) {
        argoCd
            .live(application, deployment)
            .flatMap(manifest -> rollout(tree, deployment, manifest))
            .ifPresent(rollouts::add);
      }
    }
    return rollouts;
  }

  private Optional<Rollout> rollout(ResourceTree tree, Node deployment, JsonNode manifest) {
    JsonNode status = manifest.path("status");
    int generation = Json.at(manifest, "metadata", "generation").asInt();
    if (status.path("observedGeneration").asInt(-1) < generation) {
      return Optional.empty();
    }
    String revision = "Rev:" + Json.text(manifest, "metadata", "annotations", REVISION);
    List<Node> newPods = new ArrayList<>();
    List<Node> oldPods = new ArrayList<>();
    for (Node replicaSet : tree.childrenOf(deployment)) {
      boolean isNew = replicaSet.info().getOrDefault("Revision", "").equals(revision);
      (isNew ? newPods : oldPods).addAll(tree.childrenOf(replicaSet));
    }
    oldPods.removeIf(pod -> pod.info().getOrDefault("Status Reason", "").equals("Terminating"));
    List<PodState> unready = new ArrayList<>();
    for (Node pod : newPods) {
      if (!isHealthy(pod)) {
        argoCd
            .live(application, pod)
            .flatMap(live -> PodState.of(pod, live))
            .ifPresent(unready::add);
      }
    }
    return Optional.of(
        new Rollout(
            deployment.name(),
            Json.at(manifest, "spec", "replicas").asInt(1),
            (int) newPods.stream().filter(RolloutReader::isHealthy).count(),
            unready,
            oldPods.size(),
            (int) oldPods.stream().filter(RolloutReader::isHealthy).count(),
            refusals(status)));
  }

  private static boolean isHealthy(Node pod) {
    return pod.health().filter(health -> health == HealthStatus.HEALTHY).isPresent();
  }

  private static List<String> refusals(JsonNode status) {
    return Json.each(status, "conditions").stream()
        .filter(condition -> Json.text(condition, "type").equals("ReplicaFailure"))
        .filter(condition -> Json.text(condition, "status").equals("True"))
        .map(condition -> Text.oneLine(Json.text(condition, "message")))
        .toList();
  }
}
