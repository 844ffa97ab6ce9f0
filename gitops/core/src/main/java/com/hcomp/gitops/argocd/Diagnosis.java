package com.hcomp.gitops.argocd;

import com.hcomp.gitops.model.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers since when an application's new pods have been in trouble, and words it. Belongs to one
 * application and one digest.
 */
final class Diagnosis {
  private static final int LOG_LINES = 80;
  private static final int SHOWN_LINES = 12;

  private final ArgoCd argoCd;
  private final String application;
  private Map<String, Instant> seen = new LinkedHashMap<>();
  private List<Rollout> rollouts = List.of();
  private boolean hopeless;

  Diagnosis(ArgoCd argoCd, String application) {
    this.argoCd = argoCd;
    this.application = application;
  }

  /** Looks at the pods again. */
  void look(Judge judge, Instant now) {
    rollouts = new RolloutReader(argoCd, application).read(judge);
    Map<String, Instant> seenNow = new LinkedHashMap<>();
    hopeless = false;
    for (Rollout rollout : rollouts) {
      for (PodState pod : rollout.unready()) {
        String key = pod.pod().uid() + (pod.exitCode().isPresent() ? " crash" : " start");
        pod.hopelessAfter().ifPresent(limit -> remember(key, limit, now, seenNow));
      }
      if (!rollout.refusals().isEmpty()) {
        remember(rollout.name(), PodState.SECOND_ATTEMPT, now, seenNow);
      }
    }
    seen = seenNow;
  }

  private void remember(String key, Duration limit, Instant now, Map<String, Instant> seenNow) {
    Instant since = seen.getOrDefault(key, now);
    seenNow.put(key, since);
    hopeless = hopeless || !now.isBefore(since.plus(limit));
  }

  /** Whether the pods get ready no more by themselves. */
  boolean isHopeless() {
    return hopeless;
  }

  /** In one line; empty where nothing is to be said. */
  Optional<String> summary() {
    return rollouts.stream()
        .filter(rollout -> !rollout.isComplete())
        .findFirst()
        .map(Rollout::summary);
  }

  /**
   * Everything that helps to mend it: the state of the new pods, what they wrote, and whether the
   * old ones still serve.
   *
   * @param before the release that the old pods run, for people
   */
  List<String> lines(Optional<String> before) {
    List<String> lines = new ArrayList<>();
    for (Rollout rollout : rollouts) {
      if (!rollout.isComplete()) {
        lines.addAll(rollout.lines());
        worst(rollout).ifPresent(pod -> words(pod).forEach(word -> lines.add("  | " + word)));
        lines.add(stillServing(rollout, before));
      }
    }
    return lines;
  }

  /** What a pod that fails says itself; empty where none does. */
  List<String> words() {
    return rollouts.stream()
        .filter(rollout -> !rollout.isComplete())
        .flatMap(rollout -> worst(rollout).stream())
        .findFirst()
        .map(this::words)
        .orElse(List.of());
  }

  private static Optional<PodState> worst(Rollout rollout) {
    Optional<PodState> failing =
        rollout.unready().stream().filter(pod -> pod.hopelessAfter().isPresent()).findFirst();
    return failing.or(() -> rollout.unready().stream().findFirst());
  }

  /** What the container wrote before it ended; else what Kubernetes says. */
  private List<String> words(PodState pod) {
    try {
      if (pod.exitCode().isPresent()) {
        List<String> log =
            argoCd.logs(application, pod.pod(), pod.container(), pod.previous(), LOG_LINES);
        if (!log.isEmpty()) {
          return LogExcerpt.of(log, SHOWN_LINES);
        }
      }
      return pod.message().isEmpty() ? warnings(pod) : List.of(pod.message());
    } catch (ProblemException e) {
      // The log is an extra; that it can't be read must not hide what is known.
      return List.of("(its log can't be read: " + e.problems().get(0).summary() + ")");
    }
  }

  private List<String> warnings(PodState pod) {
    Set<String> warnings = new LinkedHashSet<>();
    argoCd.events(application, pod.pod()).stream()
        .filter(Event::warning)
        .forEach(event -> warnings.add(event.reason() + ": " + Text.oneLine(event.message())));
    List<String> all = new ArrayList<>(warnings);
    return all.subList(Math.max(0, all.size() - 2), all.size());
  }

  private static String stillServing(Rollout rollout, Optional<String> before) {
    String release = before.map(name -> " on " + name).orElse("");
    if (rollout.oldReady() > 0) {
      return "The old pods still serve: "
          + rollout.oldReady()
          + " of "
          + rollout.oldPods()
          + " ready"
          + release
          + ".";
    }
    return rollout.newReady() > 0
        ? rollout.newReady() + " of " + rollout.wanted() + " new pods serve."
        : "Nothing serves: no pod of it is ready.";
  }
}
