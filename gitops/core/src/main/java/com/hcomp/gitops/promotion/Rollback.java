package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.history.PinnedRelease;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.promotion.Landing.Attempt;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.promotion.Situation.Look;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes back to a release that an environment ran before, by its digest: the pin and the config
 * module are as they were then. Nothing is built or published. No gate holds it back.
 */
public final class Rollback {
  private final Access access;

  public Rollback(Access access) {
    this.access = access;
  }

  /**
   * What is asked for.
   *
   * @param environment the environment that goes back
   * @param release version or digest of a release that it ran; the one before if not given
   */
  public record Order(String environment, Optional<String> release) {}

  /** What came of it. */
  public sealed interface Outcome {
    /** It is pinned to that release already. */
    record Already(Environment environment) implements Outcome {}

    /** The pin moved back. */
    record RolledBack(Moved moved) implements Outcome {}
  }

  /**
   * Rolls back.
   *
   * @throws com.hcomp.gitops.model.ProblemException NO-RELEASE-BEFORE, NOT-IN-HISTORY,
   *     RELEASE-MISSING; nothing has moved then
   */
  public Outcome run(Order order) {
    return access.landing().land(base -> attempt(order, base));
  }

  private Attempt<Outcome> attempt(Order order, BaseCommit base) {
    Situation situation = new Situation(access, base);
    Environment target = situation.environment(order.environment());
    Pin left = target.pin().orElseThrow(() -> noneBefore(target).asException());
    PinnedRelease back =
        order
            .release()
            .map(name -> named(situation, target, name))
            .orElseGet(() -> before(situation, target, left));
    if (back.pin().digest().equals(left.digest())) {
      return Attempt.nothing(already(situation, target, left, order));
    }
    Release release = situation.release(target, back.pin());
    access.milestones().reached(Milestone.PLANNED);
    warnOfFreeze(situation, target, release);
    new Restoration(situation).restore(target, back, release);
    Environment now =
        situation
            .workspace()
            .pin(
                target,
                back.pin(),
                release.payload(),
                target.replaced(),
                held(situation, target, left, release));
    Moved moved = new Moved(now, target.pin(), back.pin(), release.payload(), "rolled back");
    access.report().step("pin", moved.line());
    CommitMessage message =
        CommitMessage.of(
            "rollback: " + moved.summary(),
            release,
            Optional.empty(),
            List.of(),
            Map.of(),
            access.actor());
    return new Attempt<>(Carrier.paths(target), message.text(), new Outcome.RolledBack(moved));
  }

  private PinnedRelease named(Situation situation, Environment target, String name) {
    return situation
        .history()
        .release(target.name(), name)
        .orElseThrow(
            () ->
                new Problem(
                        "NOT-IN-HISTORY",
                        target.name() + " never ran a release " + name + ".",
                        "See what it ran:\n"
                            + access.maven()
                            + " gitops:history -Dgitops.environment="
                            + target.name())
                    .asException());
  }

  /**
   * The release that ran before the present one. Where that one is held, the present one is what a
   * rollback went to: a second one, such as after a first that was cut off, goes no further.
   */
  private PinnedRelease before(Situation situation, Environment target, Pin left) {
    Pin before =
        situation.history().runs(target.name()).stream()
            .flatMap(run -> run.pin().stream())
            .filter(pin -> !pin.digest().equals(left.digest()))
            .findFirst()
            .orElseThrow(() -> noneBefore(target).asException());
    boolean wentBack =
        target.held().stream().anyMatch(held -> held.pin().digest().equals(before.digest()));
    return named(situation, target, (wentBack ? left : before).digest().value());
  }

  private Problem noneBefore(Environment target) {
    return new Problem(
        "NO-RELEASE-BEFORE",
        target.name() + " ran no other release, so there is nothing to go back to.",
        "See what it ran:\n"
            + access.maven()
            + " gitops:history -Dgitops.environment="
            + target.name());
  }

  private Outcome already(Situation situation, Environment target, Pin pin, Order order) {
    access.report().step("rollback", target.name() + " is pinned to " + pin.version() + " already");
    if (order.release().isEmpty()) {
      situation.history().runs(target.name()).stream()
          .flatMap(run -> run.pin().stream())
          .filter(other -> !other.digest().equals(pin.digest()))
          .filter(
              other ->
                  target.held().stream()
                      .noneMatch(held -> held.pin().digest().equals(other.digest())))
          .findFirst()
          .ifPresent(
              further ->
                  access
                      .report()
                      .step(
                          "rollback",
                          "a rollback brought it there; to go further back:  "
                              + access.maven()
                              + " gitops:rollback -Dgitops.environment="
                              + target.name()
                              + " -Dgitops.release="
                              + further.version()));
    }
    return new Outcome.Already(target);
  }

  private void warnOfFreeze(Situation situation, Environment target, Release release) {
    Offer offer = new Offer(release, Optional.empty(), new Offer.Standing.Pinned(), true);
    List<Ruling> rulings =
        new Judgement(access, situation, target)
            .withoutChecks(offer, EnumSet.of(GateName.FREEZE), Map.of(), Look.LISTED);
    rulings.stream()
        .filter(ruling -> !ruling.isOpen())
        .forEach(
            ruling ->
                access
                    .report()
                    .warning(
                        "rollback",
                        "a freeze is on, which doesn't hold a rollback back: "
                            + ruling.verdict().reason()));
  }

  /** The payload that is left is held; only the release, where the other one carries the same. */
  private static List<Held> held(Situation situation, Environment target, Pin left, Release back) {
    Optional<Digest> payload = situation.payload(target, left.digest()).map(Payload::fingerprint);
    List<Held> held = new ArrayList<>(Carrier.held(target, back.pin(), back.payload()));
    held.add(
        0, new Held(left, payload.filter(print -> !print.equals(back.payload().fingerprint()))));
    return held;
  }
}
