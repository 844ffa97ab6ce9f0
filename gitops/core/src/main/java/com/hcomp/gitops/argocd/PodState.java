package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.argocd.ResourceTree.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What keeps a pod from being ready.
 *
 * @param pod the pod
 * @param state Kubernetes' own word, such as CrashLoopBackOff
 * @param hopelessAfter how long this may last before it counts as for good; empty where waiting may
 *     always help
 * @param container the container that it is about; empty if none has started
 * @param exitCode how the container's last instance ended
 * @param ending Kubernetes' own word for that where it has one, such as OOMKilled; may be empty
 * @param restarts how often the container was started again
 * @param message Kubernetes' own explanation; may be empty
 * @param previous whether the log of the instance before the present one tells why
 */
record PodState(
    Node pod,
    String state,
    Optional<Duration> hopelessAfter,
    String container,
    Optional<Integer> exitCode,
    String ending,
    int restarts,
    String message,
    boolean previous) {

  /** A second attempt comes after 10 s; one failure may be the registry's or an operator's. */
  static final Duration SECOND_ATTEMPT = Duration.ofSeconds(12);

  /** It runs, but does not say that it is ready: Kubernetes has no word for it. */
  private static final String NOT_READY = "not ready";

  /** A container that ended three times in a row has had its chances. */
  private static final int RESTARTS = 2;

  private static final Set<String> RETRIED =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ImageInspectError",
          "RegistryUnavailable",
          "CreateContainerConfigError",
          "CreateContainerError");

  /** What says no more than the exit status does. */
  private static final Set<String> ANY_ENDING = Set.of("Error", "Completed");

  private static final Set<String> FINAL = Set.of("InvalidImageName", "ErrImageNeverPull");

  /** From a pod's manifest; empty if the pod is ready or on its way out. */
  static Optional<PodState> of(Node pod, JsonNode manifest) {
    JsonNode status = manifest.path("status");
    if (isTrue(status, "Ready") || manifest.path("metadata").has("deletionTimestamp")) {
      return Optional.empty();
    }
    List<JsonNode> before = Json.each(status, "initContainerStatuses");
    List<JsonNode> containers = Json.each(status, "containerStatuses");
    return first(before, container -> failing(pod, container, true))
        .or(() -> first(containers, container -> failing(pod, container, false)))
        .or(() -> unscheduled(pod, status))
        .or(() -> Optional.of(starting(pod, status, containers)));
  }

  private static Optional<PodState> first(
      List<JsonNode> containers, Function<JsonNode, Optional<PodState>> state) {
    return containers.stream().map(state).flatMap(Optional::stream).findFirst();
  }

  /** Empty for a container that runs, is done, or was not started yet. */
  private static Optional<PodState> failing(Node pod, JsonNode container, boolean init) {
    JsonNode waiting = Json.at(container, "state", "waiting");
    JsonNode ended = Json.at(container, "state", "terminated");
    JsonNode endedBefore = Json.at(container, "lastState", "terminated");
    String reason = Json.text(waiting, "reason");
    boolean hopeless = FINAL.contains(reason);
    if (hopeless || RETRIED.contains(reason)) {
      return Optional.of(
          new PodState(
              pod,
              reason,
              Optional.of(hopeless ? Duration.ZERO : SECOND_ATTEMPT),
              Json.text(container, "name"),
              Optional.empty(),
              "",
              restarts(container),
              Text.oneLine(Json.text(waiting, "message")),
              false));
    }
    if (waiting.isObject() && endedBefore.isObject()) {
      return Optional.of(crashed(pod, container, reason, endedBefore, true));
    }
    boolean done = init && ended.path("exitCode").asInt() == 0;
    return ended.isObject() && !done
        ? Optional.of(crashed(pod, container, Json.text(ended, "reason"), ended, false))
        : Optional.empty();
  }

  private static PodState crashed(
      Node pod, JsonNode container, String state, JsonNode ended, boolean previous) {
    String ending = Json.text(ended, "reason");
    return new PodState(
        pod,
        state.isEmpty() ? "Terminated" : state,
        // Just ended is not yet held back: it may come up this time.
        restarts(container) >= RESTARTS
            ? Optional.of(previous ? Duration.ZERO : SECOND_ATTEMPT)
            : Optional.empty(),
        Json.text(container, "name"),
        Optional.of(ended.path("exitCode").asInt()),
        ending.equals(state) || ANY_ENDING.contains(ending) ? "" : ending,
        restarts(container),
        Text.oneLine(Json.text(ended, "message")),
        previous);
  }

  private static int restarts(JsonNode container) {
    return container.path("restartCount").asInt();
  }

  private static Optional<PodState> unscheduled(Node pod, JsonNode status) {
    return Json.each(status, "conditions").stream()
        .filter(condition -> Json.text(condition, "type").equals("PodScheduled"))
        .filter(condition -> Json.text(condition, "status").equals("False"))
        .findFirst()
        .map(
            condition ->
                new PodState(
                    pod,
                    Json.some(condition, "reason").orElse("Unschedulable"),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    "",
                    0,
                    Text.oneLine(Json.text(condition, "message")),
                    false));
  }

  private static PodState starting(Node pod, JsonNode status, List<JsonNode> containers) {
    Optional<JsonNode> unready =
        containers.stream().filter(container -> !container.path("ready").asBoolean()).findFirst();
    String state =
        unready
            .flatMap(container -> Json.some(container, "state", "waiting", "reason"))
            .orElse(isTrue(status, "PodScheduled") ? NOT_READY : "Pending");
    return new PodState(
        pod,
        state,
        Optional.empty(),
        unready.map(container -> Json.text(container, "name")).orElse(""),
        Optional.empty(),
        "",
        unready.map(PodState::restarts).orElse(0),
        Text.oneLine(Json.text(status, "message")),
        false);
  }

  private static boolean isTrue(JsonNode status, String type) {
    return Json.each(status, "conditions").stream()
        .anyMatch(
            condition ->
                Json.text(condition, "type").equals(type)
                    && Json.text(condition, "status").equals("True"));
  }

  /** {@code in CrashLoopBackOff (exit 1, 3 restarts)}, or {@code not ready}. */
  String phrase() {
    return (state.equals(NOT_READY) ? "" : "in ") + label();
  }

  /** {@code CrashLoopBackOff (exit 1, 3 restarts)}. */
  String label() {
    List<String> facts = new ArrayList<>();
    if (!ending.isEmpty()) {
      facts.add(ending);
    }
    exitCode.ifPresent(code -> facts.add("exit " + code));
    if (restarts > 0) {
      facts.add(restarts + (restarts == 1 ? " restart" : " restarts"));
    }
    return facts.isEmpty() ? state : state + " (" + String.join(", ", facts) + ")";
  }
}
