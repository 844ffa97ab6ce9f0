package com.hcomp.gitops.promotion;

import com.hcomp.gitops.codehost.MergeOutcome;
import com.hcomp.gitops.codehost.PromotionText;
import com.hcomp.gitops.codehost.Proposed;
import com.hcomp.gitops.codehost.PullRequest;
import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.promotion.Carrier.Carried;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.promotion.Promote.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks people on a pull request, and merges what they approved.
 *
 * <p>A pull request counts only as long as it brings exactly what would be planned now. Then its
 * branch stays as it is, so that approvals stay too, however often the plan is made again;
 * otherwise it is written anew.
 */
record Approvals(Access access, Situation situation, Judgement judgement) {

  Outcome ask(Carried carried, Offer offer, Execution.People people) {
    BaseCommit base = situation.base();
    Environment target = carried.moved().environment();
    String branch = PullRequest.branch(target.name());
    String commit = base.commit(carried.paths(), carried.message().text()).orElseThrow();
    access.milestones().reached(Milestone.COMMITTED);
    Optional<PullRequest> open = access.codeHost().find(target.name());
    if (!base.isSameChange(branch, commit, carried.paths())) {
      base.publish(commit, branch);
      access.milestones().reached(Milestone.BRANCH_PUSHED);
      return proposed(carried, people);
    }
    boolean current =
        open.isPresent()
            && open.get().base().equals(access.branch().branch())
            && base.hasHead(branch, open.get().head());
    if (!current) {
      return proposed(carried, people);
    }
    Approval approval = access.codeHost().approval(open.get());
    List<Ruling> rulings = new ArrayList<>(carried.promotion().rulings());
    rulings.addAll(judgement.approval(offer, approval, Map.of()));
    if (!people.merge() || !Judgement.isOpen(rulings)) {
      return people.merge() ? waits(carried, rulings) : proposed(carried, people);
    }
    return merged(carried, open.get(), rulings);
  }

  private Outcome proposed(Carried carried, Execution.People people) {
    Proposed proposed =
        access.codeHost().propose(PromotionText.of(carried.promotion()), people.anew());
    access.milestones().reached(Milestone.PROPOSED);
    access.report().step("promote", line(carried.moved().environment(), proposed));
    return new Outcome.Asked(carried.moved().environment(), proposed);
  }

  private static String line(Environment environment, Proposed proposed) {
    String name = environment.name() + "   ";
    if (proposed instanceof Proposed.Opened opened) {
      return name + "pull request opened: " + opened.pullRequest().url();
    }
    if (proposed instanceof Proposed.Updated updated) {
      return name + "pull request brought up to date: " + updated.pullRequest().url();
    }
    if (proposed instanceof Proposed.Unchanged unchanged) {
      return name + "pull request waits for approval: " + unchanged.pullRequest().url();
    }
    if (proposed instanceof Proposed.Declined declined) {
      return name + "turned down by a person: " + declined.pullRequest().url();
    }
    Proposed.Written written = (Proposed.Written) proposed;
    return name + "branch " + written.branch() + " pushed; what it does: " + written.file();
  }

  private Outcome waits(Carried carried, List<Ruling> rulings) {
    Environment target = situation.environment(carried.moved().environment().name());
    return new Outcome.Waits(
        new Waiting(
            target,
            carried.promotion().from().orElse(carried.promotion().release()),
            carried.promotion().from().map(from -> situation.environment(from.environment())),
            rulings));
  }

  private Outcome merged(Carried carried, PullRequest pullRequest, List<Ruling> rulings) {
    MergeOutcome outcome = access.codeHost().merge(pullRequest, carried.message().body());
    String name = carried.moved().environment().name() + "   ";
    if (outcome instanceof MergeOutcome.Merged) {
      access.milestones().reached(Milestone.MERGED);
      access.report().step("pin", carried.moved().line() + "   (" + pullRequest.url() + ")");
      return new Outcome.Promoted(carried.moved());
    }
    if (outcome instanceof MergeOutcome.ChecksFailed failed) {
      throw failed.problem().asException();
    }
    if (outcome instanceof MergeOutcome.BranchProtected refused) {
      throw refused.problem().asException();
    }
    String why =
        outcome instanceof MergeOutcome.ChecksPending pending
            ? "its checks still run: " + String.join(", ", pending.checks())
            : outcome instanceof MergeOutcome.NotMergeable unfit
                ? "it doesn't fit any more, the next run writes it anew: " + unfit.why()
                : "it changed meanwhile; the next run looks at it again";
    access.report().step("promote", name + pullRequest.url() + "   " + why);
    return waits(carried, rulings);
  }
}
