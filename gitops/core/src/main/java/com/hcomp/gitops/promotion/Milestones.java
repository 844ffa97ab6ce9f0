package com.hcomp.gitops.promotion;

/**
 * Told what others can see of a promotion, as soon as it is done: so that tests can stop the work
 * right there.
 */
@FunctionalInterface
public interface Milestones {
  /** What can be seen from outside, in the order in which it happens. */
  enum Milestone {
    /** The base branch and all evidence are read; nothing was changed. */
    PLANNED,
    /** The release is in the registry. */
    PUBLISHED,
    /** The commit is made, here alone. */
    COMMITTED,
    /** The base branch has the commit. */
    PUSHED,
    /** The branch of a pull request has the commit. */
    BRANCH_PUSHED,
    /** The pull request says what is planned. */
    PROPOSED,
    /** The pull request is merged. */
    MERGED
  }

  void reached(Milestone milestone);

  /** Nobody listens. */
  static Milestones unwatched() {
    return milestone -> {};
  }
}
