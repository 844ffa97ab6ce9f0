package com.hcomp.gitops.gate;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.policy.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the gates look at, gathered beforehand: judging it asks nobody and always gives the
 * same.
 *
 * @param now the moment that is judged
 * @param release the release of {@code from} whose payload would get in; for a hand edit, and for
 *     an environment without {@code from}, the environment's own new release
 * @param upstream how the release is at {@code from}; empty where there is no {@code from}
 * @param held what rollbacks left: in the target environment, in {@code from}, and in the other
 *     environments of the wave
 * @param named whether a person named this release: then it may be one that is held
 * @param siblings how each other environment of the wave is that runs this payload, by name
 * @param answers what each check was answered, by the check's name; one that is missing was not
 *     asked
 * @param approval how the approval stands, where promotion.yaml asks for a pull request
 */
public record Evidence(
    Instant now,
    Release release,
    Optional<Upstream> upstream,
    List<Held> held,
    boolean named,
    Map<String, Liveness> siblings,
    Map<String, Answer> answers,
    Optional<Approval> approval) {
  public Evidence {
    held = List.copyOf(held);
    siblings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(siblings));
    answers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(answers));
  }

  /** How a release is, or was, in the environment that it comes from. */
  public sealed interface Upstream {
    /**
     * It is what is pinned there.
     *
     * @param liveness what Argo CD says of exactly this digest
     * @param occupiedSince since when its payload has been there without a break; empty if unknown
     * @param healthySince since when it is healthy without a break; empty if unknown or it isn't
     */
    record Present(
        Liveness liveness, Optional<Instant> occupiedSince, Optional<Instant> healthySince)
        implements Upstream {}

    /**
     * Another one has replaced it.
     *
     * @param soaked how long it had run there, as the replacing commit says
     */
    record Past(Duration soaked) implements Upstream {}

    /**
     * It was never seen to run there.
     *
     * @param why in a few words
     */
    record Never(String why) implements Upstream {}
  }

  /** What a check was answered. */
  public sealed interface Answer {
    /** The answer was the wanted one; {@code figure} for people. */
    record Good(String figure) implements Answer {}

    /** It was another one. */
    record Bad(String figure) implements Answer {}

    /** There was none that means anything. */
    record None(String why) implements Answer {}
  }

  /** How a pull request stands. */
  public sealed interface Approval {
    /** There is none yet for what is planned now. */
    record NotAsked() implements Approval {}

    /** It waits for people; {@code where} is its address. */
    record Waiting(String where) implements Approval {}

    /** People approved exactly what is planned now. */
    record Given(String by, String where) implements Approval {}

    /** Somebody asked for changes. */
    record Refused(String by, String where) implements Approval {}

    /** It can't be read. */
    record Unreadable(String why) implements Approval {}
  }

  /** The checks that were not asked yet. */
  public List<Check> unasked(List<Check> checks) {
    return checks.stream().filter(check -> !answers.containsKey(check.name())).toList();
  }
}
