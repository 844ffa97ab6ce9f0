package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.promotion.Situation.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an environment ran stays a candidate for those that are promoted from it, if it was live
 * when it was replaced: so that soak survives frequent releases.
 */
record Replacement(Access access, Situation situation) {

  /** The environment's replaced releases, with what it is pinned to now. */
  List<Replaced> replaced(Environment target) {
    if (target.pin().isEmpty() || situation.policy().promotedFrom(target.name()).isEmpty()) {
      return target.replaced();
    }
    Release release = situation.releaseByGit(target, target.pin().get());
    Liveness liveness = situation.liveness(target, release.pin().digest(), Look.REFRESHED);
    Optional<Duration> soaked =
        situation
            .occupiedSince(target, release, Look.REFRESHED)
            .filter(any -> liveness instanceof Liveness.Live)
            .map(since -> Duration.between(since, access.clock().instant()))
            .filter(duration -> !duration.isNegative());
    List<Replaced> replaced = new ArrayList<>(target.replaced());
    if (soaked.isPresent()) {
      replaced.add(0, new Replaced(release.pin(), soaked.get()));
    } else if (liveness instanceof Liveness.Unknown unknown) {
      access
          .report()
          .warning(
              "pin",
              release
                  + " is no candidate any more once it is replaced: it can't be told how long it"
                  + " ran, because "
                  + unknown.why());
    }
    return replaced;
  }
}
