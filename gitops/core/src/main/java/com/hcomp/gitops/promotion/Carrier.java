package com.hcomp.gitops.promotion;

import com.hcomp.gitops.codehost.Promotion;
import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries a release into one environment, in the files of one commit of the base branch: publishes
 * it first, then writes the pin. Nothing of it counts before the commit lands.
 */
record Carrier(Access access, Situation situation) {

  /**
   * A pin that is written in the files.
   *
   * @param moved what moved
   * @param promotion the same for a pull request
   * @param message the commit's
   */
  record Carried(Moved moved, Promotion promotion, CommitMessage message) {
    /** All that the commit may touch. */
    List<String> paths() {
      return Carrier.paths(moved.environment());
    }
  }

  /** What of the repository belongs to an environment, and to it alone. */
  static List<String> paths(Environment environment) {
    return List.of(
        environment.configModule(), "argocd-root/environments/" + environment.name() + ".yaml");
  }

  /**
   * Publishes and pins.
   *
   * @param planned the release
   * @param from the release whose payload it carries; empty for one that people bumped
   * @param diff what it changes in the cluster, for a pull request
   */
  Carried carry(
      Environment target,
      Planner.Planned planned,
      Optional<Release> from,
      List<Ruling> rulings,
      Map<GateName, String> overrides,
      String diff) {
    Digest digest = access.publisher().publish(planned.candidate());
    access.milestones().reached(Milestone.PUBLISHED);
    Release release =
        new Release(
            target.name(), new Pin(planned.config().version(), digest), planned.config().payload());
    Optional<Release> before = situation.pinned(target);
    Environment now =
        situation
            .workspace()
            .pin(
                target,
                release.pin(),
                release.payload(),
                new Replacement(access, situation).replaced(target),
                held(target, release.pin(), release.payload()));
    Promotion promotion =
        new Promotion(
            access.branch().branch(),
            release,
            before,
            from,
            rulings,
            access.clock().instant(),
            diff,
            "run  mvn gitops:promote -Dgitops.to=" + target.name() + " -Dgitops.dryRun");
    CommitMessage message =
        CommitMessage.of(promotion.subject(), release, from, rulings, overrides, access.actor());
    return new Carried(
        new Moved(now, target.pin(), release.pin(), release.payload(), ""), promotion, message);
  }

  /** Who pins a release that a rollback left has made up their mind. */
  static List<Held> held(Environment target, Pin pin, Payload payload) {
    return target.held().stream().filter(held -> !held.holds(pin.digest(), payload)).toList();
  }
}
