package com.hcomp.gitops.argocd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How far a Deployment is on its way from the old pods to the new ones.
 *
 * @param name the Deployment's name
 * @param wanted how many pods it should have
 * @param newReady how many of the new ones are ready
 * @param unready the new pods that are not, and why
 * @param oldPods how many old ones are left
 * @param oldReady how many of those still serve
 * @param refusals why pods could not even be made, such as a quota; may be empty
 */
record Rollout(
    String name,
    int wanted,
    int newReady,
    List<PodState> unready,
    int oldPods,
    int oldReady,
    List<String> refusals) {
  Rollout {
    unready = List.copyOf(unready);
    refusals = List.copyOf(refusals);
  }

  /** Whether every new pod is there and ready, and no old one is left. */
  boolean isComplete() {
    return unready.isEmpty() && refusals.isEmpty() && newReady >= wanted && oldPods == 0;
  }

  /** In a few words: {@code Deployment hcomp-app: 1 of 2 new pods ready, 1 ContainerCreating}. */
  String summary() {
    List<String> parts = new ArrayList<>();
    parts.add(newReady + " of " + wanted + " new pods ready");
    count(PodState::label).forEach((label, count) -> parts.add(count + " " + label));
    parts.addAll(refusals);
    if (unready.isEmpty() && refusals.isEmpty() && newReady >= wanted) {
      parts.add(oldPods + " old to end");
    }
    return "Deployment " + name + ": " + String.join(", ", parts);
  }

  /** One line for each state that new pods are in. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    count(PodState::phrase)
        .forEach(
            (phrase, count) ->
                lines.add(
                    "Deployment " + name + ": " + count + " of " + wanted + " new pods " + phrase));
    refusals.forEach(
        refusal -> lines.add("Deployment " + name + " can't make new pods: " + refusal));
    return lines;
  }

  private Map<String, Integer> count(Function<PodState, String> text) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    unready.forEach(pod -> counts.merge(text.apply(pod), 1, Integer::sum));
    return counts;
  }
}
