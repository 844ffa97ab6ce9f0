package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.Problem;
import java.util.List;

/** What became of a merge. Nothing but {@link Merged} has changed the base branch. */
public sealed interface MergeOutcome {
  /**
   * It is in the base branch.
   *
   * @param commit the commit on the base branch that brought it there
   */
  record Merged(String commit) implements MergeOutcome {}

  /**
   * The branch has another commit than the one that was to be merged: plan again.
   *
   * @param head the commit that it has now
   */
  record HeadMoved(String head) implements MergeOutcome {}

  /**
   * The base branch has moved so that the two don't fit: plan again from its tip.
   *
   * @param why for people
   */
  record NotMergeable(String why) implements MergeOutcome {}

  /** Somebody has closed it. */
  record Closed() implements MergeOutcome {}

  /**
   * Checks are still running, or the code host has not made up its mind: try again later.
   *
   * @param checks their names, in alphabetical order; empty if it is not told which
   */
  record ChecksPending(List<String> checks) implements MergeOutcome {
    public ChecksPending {
      checks = List.copyOf(checks);
    }
  }

  /**
   * Checks have failed.
   *
   * @param checks their names, in alphabetical order
   */
  record ChecksFailed(List<String> checks, Problem problem) implements MergeOutcome {
    public ChecksFailed {
      checks = List.copyOf(checks);
    }
  }

  /**
   * A rule of the base branch is in the way, such as a number of approvals; the problem says it.
   */
  record BranchProtected(Problem problem) implements MergeOutcome {}
}
