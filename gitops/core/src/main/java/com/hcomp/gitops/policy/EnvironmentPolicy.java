package com.hcomp.gitops.policy;

import com.hcomp.gitops.model.Location;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold before a release gets into one environment.
 *
 * @param name the environment
 * @param from the environment that it is promoted from; empty for one that takes what is built.
 *     Environments with the same {@code from} are independent of each other: one wave
 * @param soak how long a payload must have run in {@code from}; zero where it need not
 * @param windows when a release may get in; always, if there are none
 * @param freezes when none may
 * @param checks what is asked before, in order
 * @param approval whether people approve
 * @param places where promotion.yaml says each, by key: name, from, soak, windows, freezes,
 *     approval, and {@code checks.<name>} for each check
 */
public record EnvironmentPolicy(
    String name,
    Optional<String> from,
    Duration soak,
    List<Window> windows,
    List<Freeze> freezes,
    List<Check> checks,
    Approval approval,
    Map<String, Location> places) {
  public EnvironmentPolicy {
    windows = List.copyOf(windows);
    freezes = List.copyOf(freezes);
    checks = List.copyOf(checks);
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    if (soak.isNegative()) {
      throw new IllegalArgumentException("soak of " + soak);
    }
  }

  /** Who lets a promotion through. */
  public enum Approval {
    /** Whoever may push: the promotion is committed at once. */
    DIRECT,
    /** People, on a pull request, which is merged after another look at the gates. */
    PULL_REQUEST
  }
}
