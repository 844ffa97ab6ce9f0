package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environments that are promoted from the same one, sorted once for all of them: in a fleet
 * each would look at all others else.
 *
 * @param holding those in which a rollback left something, in promotion.yaml's order
 * @param running by the fingerprint of the payload that they are pinned to, as Git tells it
 */
record Wave(List<Environment> holding, Map<Digest, List<Environment>> running) {
  Wave {
    holding = List.copyOf(holding);
    running = Collections.unmodifiableMap(new LinkedHashMap<>(running));
  }

  /** The environments that are promoted from another. */
  static Wave of(Situation situation, String from) {
    List<Environment> holding = new ArrayList<>();
    Map<Digest, List<Environment>> running = new LinkedHashMap<>();
    for (EnvironmentPolicy policy : situation.policy().promotedFrom(from)) {
      Environment environment = situation.environment(policy.name());
      if (!environment.held().isEmpty()) {
        holding.add(environment);
      }
      Optional<Release> pinned = situation.pinnedByGit(environment);
      pinned.ifPresent(
          release ->
              running
                  .computeIfAbsent(release.payload().fingerprint(), any -> new ArrayList<>())
                  .add(environment));
    }
    return new Wave(holding, running);
  }

  /** Those that are pinned to a payload. */
  List<Environment> running(Digest payload) {
    return running.getOrDefault(payload, List.of());
  }
}
