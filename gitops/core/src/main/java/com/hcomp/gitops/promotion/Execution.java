package com.hcomp.gitops.promotion;

import com.hcomp.gitops.codehost.PromotionText;
import com.hcomp.gitops.codehost.Proposed;
import com.hcomp.gitops.codehost.PullRequest;
import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.promotion.Landing.Attempt;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.promotion.Promote.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what the gates have let through, in the files of one commit of the base branch. */
record Execution(Access access, Situation situation) {

  /**
   * Publishes and pins; where people must approve, on a branch of its own, with a pull request.
   *
   * @param anew whether a pull request that a person closed is opened again
   */
  Attempt<Outcome> promote(
      Environment target,
      Offer offer,
      List<Ruling> rulings,
      Map<GateName, String> overrides,
      boolean anew) {
    Planner.Planned planned = planned(target, offer);
    boolean approval = new Judgement(access, situation, target).needsApproval(overrides);
    String diff = approval ? rendered(target, planned) : "";
    Carrier.Carried carried =
        new Carrier(access, situation)
            .carry(target, planned, Optional.of(offer.release()), rulings, overrides, diff);
    if (approval) {
      return Attempt.nothing(new Outcome.Asked(target, propose(carried, anew)));
    }
    access.report().step("pin", carried.moved().line());
    return new Attempt<>(
        carried.paths(), carried.message().text(), new Outcome.Promoted(carried.moved()));
  }

  private Planner.Planned planned(Environment target, Offer offer) {
    return new Planner(situation.workspace(), access.publisher())
        .plan(target, offer.release().payload(), offer.toString());
  }

  /** Pushes the commit to the environment's own branch, and says on the code host what it is. */
  Proposed propose(Carrier.Carried carried, boolean anew) {
    BaseCommit base = situation.base();
    String environment = carried.moved().environment().name();
    String commit = base.commit(carried.paths(), carried.message().text()).orElseThrow();
    access.milestones().reached(Milestone.COMMITTED);
    base.publish(commit, PullRequest.branch(environment));
    access.milestones().reached(Milestone.BRANCH_PUSHED);
    Proposed proposed = access.codeHost().propose(PromotionText.of(carried.promotion()), anew);
    access.milestones().reached(Milestone.PROPOSED);
    return proposed;
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
