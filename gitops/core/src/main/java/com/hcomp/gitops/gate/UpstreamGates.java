package com.hcomp.gitops.gate;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.gate.Evidence.Upstream;
import com.hcomp.gitops.gate.Evidence.Upstream.Never;
import com.hcomp.gitops.gate.Evidence.Upstream.Past;
import com.hcomp.gitops.gate.Evidence.Upstream.Present;
import com.hcomp.gitops.gate.Verdict.Blocked;
import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.report.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the environment that a release comes from says about it.
 *
 * @param from that environment
 * @param release the release of it that would be promoted
 * @param upstream how the release is, or was, there; empty where nobody looked
 */
record UpstreamGates(String from, Pin release, Optional<Upstream> upstream) {
  /**
   * How long a payload must be healthy before its soak can end. Argo CD judges health some seconds
   * after it changed, and a container that fails at its start is ready for a moment between two
   * tries; Kubernetes waits 10 s before the first of them.
   */
  static final Duration SETTLING = Duration.ofSeconds(15);

  private static final String LOOK = "See what it runs:  mvn gitops:status";

  /** Whether exactly this release is live there, or was before another one replaced it. */
  Verdict live() {
    if (upstream.isEmpty()) {
      return new Blocked("nobody looked at " + from, LOOK);
    }
    if (upstream.get() instanceof Present present) {
      return live(present.liveness());
    }
    if (upstream.get() instanceof Past past) {
      return past.soaked().compareTo(Duration.ZERO) > 0
          ? new Pass(ranThere(past) + " until it was replaced")
          : new Blocked(
              release + " was replaced in " + from + " before it was healthy there", LOOK);
    }
    return new Blocked(
        release + " never ran in " + from + ": " + ((Never) upstream.get()).why(),
        "Let it run there first. No override lets through what never ran.");
  }

  private Verdict live(Liveness liveness) {
    if (liveness instanceof Liveness.Live) {
      return new Pass(from + " runs " + release + ", synced and healthy");
    }
    if (liveness instanceof Liveness.Progressing progressing) {
      return new Wait(
          from + " does not run " + release + " yet; it waits for " + progressing.waitsFor(),
          Optional.empty());
    }
    if (liveness instanceof Liveness.Broken broken) {
      return new Blocked(
          from + " is broken on " + release + ": " + Reasons.of(broken), Reasons.mend(from));
    }
    return new Blocked(
        "can't tell whether "
            + from
            + " runs "
            + release
            + ": "
            + ((Liveness.Unknown) liveness).why(),
        LOOK);
  }

  /** Whether its payload has run there for long enough. */
  Verdict soak(Duration soak, Instant now) {
    if (upstream.isEmpty() || upstream.get() instanceof Never) {
      return new Blocked("it has not run in " + from, LOOK);
    }
    return upstream.get() instanceof Past past
        ? soaked(past, soak)
        : soaking((Present) upstream.get(), soak, now);
  }

  private Verdict soaked(Past past, Duration soak) {
    return past.soaked().compareTo(soak) >= 0
        ? new Pass(ranThere(past) + ", of " + Durations.twoUnits(soak))
        : new Blocked(
            ranThere(past) + " of " + Durations.twoUnits(soak) + ", and never will any longer",
            "Promote what runs in " + from + " now instead.  " + LOOK);
  }

  private Verdict soaking(Present present, Duration soak, Instant now) {
    Optional<Instant> occupied = present.occupiedSince();
    Optional<Instant> healthy = present.healthySince();
    if (present.liveness() instanceof Liveness.Progressing) {
      return new Wait("counts once " + from + " is healthy", Optional.empty());
    }
    if (occupied.isEmpty()) {
      return unknown("since when " + from + " has had the payload");
    }
    if (healthy.isEmpty() || !(present.liveness() instanceof Liveness.Live)) {
      return unknown("since when " + from + " is healthy");
    }
    if (occupied.get().isAfter(now) || healthy.get().isAfter(now)) {
      return unknown("how late it is: by this clock, " + from + " got the payload in the future");
    }
    Instant soaked = occupied.get().plus(soak);
    Instant settled = healthy.get().plus(SETTLING);
    String figure =
        Durations.twoUnits(Duration.between(occupied.get(), now))
            + " of "
            + Durations.twoUnits(soak);
    if (!now.isBefore(soaked) && !now.isBefore(settled)) {
      return new Pass(figure);
    }
    return settled.isAfter(soaked)
        ? new Wait(figure + ", but healthy for less than 15 s", Optional.of(settled))
        : new Wait(figure, Optional.of(soaked));
  }

  private Verdict unknown(String what) {
    return new Blocked("can't tell " + what, LOOK);
  }

  private String ranThere(Past past) {
    return "ran in " + from + " for " + Durations.twoUnits(past.soaked());
  }
}
