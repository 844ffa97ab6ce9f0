package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.promotion.Landing.Attempt;
import com.hcomp.gitops.promotion.Promote.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what the gates have let through, in the files of one commit of the base branch. */
record Execution(Access access, Situation situation) {

  /**
   * What may be done where people must approve.
   *
   * @param anew whether a pull request that a person closed is opened again
   * @param merge whether one that they approved is merged
   */
  record People(boolean anew, boolean merge) {}

  /** Promotes: the target's next release carries the offer's payload. */
  Attempt<Outcome> promote(
      Environment target,
      Offer offer,
      List<Ruling> rulings,
      Map<GateName, String> overrides,
      People people) {
    return execute(
        target,
        planned(target, offer),
        Optional.of(offer.release()),
        offer,
        rulings,
        overrides,
        people);
  }

  /** Publishes and pins; where people must approve, on a branch of its own. */
  Attempt<Outcome> execute(
      Environment target,
      Planner.Planned planned,
      Optional<Release> from,
      Offer offer,
      List<Ruling> rulings,
      Map<GateName, String> overrides,
      People people) {
    Judgement judgement = new Judgement(access, situation, target);
    boolean approval = judgement.needsApproval(overrides);
    String diff = approval ? rendered(target, planned) : "";
    Carrier.Carried carried =
        new Carrier(access, situation).carry(target, planned, from, rulings, overrides, diff);
    if (approval) {
      return Attempt.nothing(
          new Approvals(access, situation, judgement).ask(carried, offer, people));
    }
    access.report().step("pin", carried.moved().line());
    return new Attempt<>(
        carried.paths(), carried.message().text(), new Outcome.Promoted(carried.moved()));
  }

  private Planner.Planned planned(Environment target, Offer offer) {
    return new Planner(situation.workspace(), access.publisher())
        .plan(target, offer.release().payload(), offer.toString());
  }

  Plan plan(Environment target, Offer offer, List<Ruling> rulings) {
    Planner.Planned planned = planned(target, offer);
    return new Plan(
        target,
        offer.release(),
        Optional.of(planned.config().version()),
        planned.config().payload(),
        rulings,
        situation.base().diff(Carrier.paths(target)),
        rendered(target, planned));
  }

  private String rendered(Environment target, Planner.Planned planned) {
    Optional<Pin> pin = target.pin();
    return new RenderedDiff(
            access.publisher().helm(),
            access.publisher().registry().address().value(),
            access.scratch().resolve("rendered-" + target.name()))
        .between(
            target,
            pin.map(pinned -> situation.releases().bytes(target, pinned)),
            planned.candidate().archive());
  }
}
