package com.hcomp.gitops.promotion;

import com.hcomp.gitops.codehost.Proposed;
import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.RulingsText;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.promotion.Landing.Attempt;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries one environment's release into the next, because a person or a robot asks for it. */
public final class Promote {
  private final Access access;
  private final RulingsText table;

  public Promote(Access access) {
    this.access = access;
    this.table = new RulingsText(access.clock(), false);
  }

  /**
   * What is asked for.
   *
   * @param to the environment that gets a release
   * @param release version or digest of the release that is carried; what is live if not given
   * @param overrides the gates to go past, with the reason
   */
  public record Order(String to, Optional<String> release, Map<GateName, String> overrides) {
    public Order {
      overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /** As a person types it. */
    String command(String maven) {
      return maven
          + " gitops:promote -Dgitops.to="
          + to
          + release.map(name -> " -Dgitops.release=" + name).orElse("");
    }
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** It runs that payload already. */
    record Already(Environment environment, Release release) implements Outcome {}

    /** The pin moved. */
    record Promoted(Moved moved) implements Outcome {}

    /** People are asked on a pull request. */
    record Asked(Environment environment, Proposed proposed) implements Outcome {}

    /** A gate holds it back. */
    record Waits(Waiting waiting) implements Outcome {}
  }

  /**
   * Promotes.
   *
   * @throws com.hcomp.gitops.model.ProblemException PROMOTE-WAIT or PROMOTE-BLOCKED where a gate is
   *     closed, and whatever else stands in the way; nothing has moved then
   */
  public Outcome run(Order order) {
    return access.landing().land(base -> attempt(order, base));
  }

  private Attempt<Outcome> attempt(Order order, BaseCommit base) {
    Situation situation = new Situation(access, base);
    Environment target = situation.environment(order.to());
    if (situation.policy(target).from().isEmpty()) {
      return take(order, situation, target);
    }
    Offer offer = offer(order, situation, target);
    Optional<Outcome> already = already(situation, target, offer);
    if (already.isPresent()) {
      return Attempt.nothing(already.get());
    }
    List<Ruling> rulings = passed(order, situation, target, offer);
    access.milestones().reached(Milestone.PLANNED);
    return new Execution(access, situation)
        .promote(target, offer, rulings, order.overrides(), new Execution.People(true, false));
  }

  /** An environment that is promoted from no other one takes what was built last. */
  private Attempt<Outcome> take(Order order, Situation situation, Environment target) {
    if (order.release().isPresent()) {
      throw first(target).asException();
    }
    Payload built =
        access.newest().apply(situation.base()).in(situation.workspace().config(target).payload());
    Optional<Release> pinned = situation.pinned(target);
    if (pinned.isPresent() && pinned.get().payload().fingerprint().equals(built.fingerprint())) {
      access
          .report()
          .step(
              "promote",
              target.name()
                  + " "
                  + pinned.get().pin().version()
                  + " already carries what was built last: "
                  + Moved.payload(built));
      return Attempt.nothing(new Outcome.Already(target, pinned.get()));
    }
    Planner.Planned planned =
        new Planner(situation.workspace(), access.publisher())
            .plan(target, built, "what was built last");
    Offer offer = unpublished(target, planned, built);
    List<Ruling> rulings = passed(order, situation, target, offer);
    access.milestones().reached(Milestone.PLANNED);
    return new Execution(access, situation)
        .execute(
            target,
            planned,
            Optional.empty(),
            offer,
            rulings,
            order.overrides(),
            new Execution.People(true, false));
  }

  /** Its digest is known once it is published; until then its package's stands for it. */
  private static Offer unpublished(Environment target, Planner.Planned planned, Payload payload) {
    try {
      Digest digest = Digest.of(Files.readAllBytes(planned.candidate().archive()));
      Pin pin = new Pin(planned.config().version(), digest);
      return new Offer(
          new Release(target.name(), pin, payload),
          Optional.empty(),
          new Offer.Standing.Pinned(),
          false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The plan, without doing any of it. */
  public Plan plan(Order order) {
    Situation situation = Situation.now(access);
    Environment target = situation.environment(order.to());
    Offer offer = offer(order, situation, target);
    if (already(situation, target, offer).isPresent()) {
      return Plan.nothing(target, offer.release());
    }
    List<Ruling> rulings =
        new Judgement(access, situation, target).decide(offer, Judgement.ALL, order.overrides());
    return new Execution(access, situation).plan(target, offer, rulings);
  }

  private Offer offer(Order order, Situation situation, Environment target) {
    Environment from =
        situation
            .policy(target)
            .from()
            .map(situation::environment)
            .orElseThrow(() -> first(target).asException());
    Offers offers = new Offers(situation, from, access.maven());
    if (order.release().isPresent()) {
      return offers.named(order.release().get());
    }
    return offers
        .pinned()
        .orElseThrow(
            () ->
                new Problem(
                        "NOTHING-RELEASED",
                        from.name() + " has no release yet, so there is nothing to promote.",
                        "Give it one first:\n"
                            + access.maven()
                            + " gitops:bump -Dgitops.environment="
                            + from.name())
                    .asException());
  }

  private Problem first(Environment target) {
    return new Problem(
        "NOTHING-UPSTREAM",
        target.name() + " is promoted from no other environment: it takes what is built.",
        "Bump it:\n" + access.maven() + " gitops:bump -Dgitops.environment=" + target.name());
  }

  private Optional<Outcome> already(Situation situation, Environment target, Offer offer) {
    return situation
        .pinned(target)
        .filter(
            pinned ->
                pinned.payload().fingerprint().equals(offer.release().payload().fingerprint()))
        .map(
            pinned -> {
              access
                  .report()
                  .step(
                      "promote",
                      target.name()
                          + " "
                          + pinned.pin().version()
                          + " already carries what "
                          + offer
                          + " runs: "
                          + Moved.payload(pinned.payload()));
              return new Outcome.Already(target, pinned);
            });
  }

  private List<Ruling> passed(Order order, Situation situation, Environment target, Offer offer) {
    access
        .report()
        .step(
            "promote",
            target.name()
                + (offer.from().isPresent()
                    ? " <- " + offer
                    : " " + offer.release().pin().version())
                + ": "
                + Moved.payload(offer.release().payload()));
    List<Ruling> rulings =
        new Judgement(access, situation, target).decide(offer, Judgement.ALL, order.overrides());
    table.of(rulings).lines().forEach(line -> access.report().detail(line));
    if (!Judgement.isOpen(rulings)) {
      throw new Closed(target.name(), rulings, order.command(access.maven()), access.maven(), table)
          .problem()
          .asException();
    }
    return rulings;
  }
}
