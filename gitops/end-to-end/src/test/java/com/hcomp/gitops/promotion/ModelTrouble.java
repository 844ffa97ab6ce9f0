package com.hcomp.gitops.promotion;

import com.hcomp.gitops.promotion.Milestones.Milestone;
import java.util.Optional;

/**
 * What is out of order while one goal runs.
 *
 * @param what the part
 * @param from from which moment on; from before it starts, if empty
 */
record ModelTrouble(What what, Optional<Milestone> from) {
  /** What can be out of order. */
  enum What {
    NOTHING,
    ARGO_CD_ERROR,
    ARGO_CD_NONSENSE,
    REGISTRY_DOWN,
    REGISTRY_ERROR,
    REGISTRY_NONSENSE,
    GIT,
    /** The goal itself, which ends there and then. */
    KILLED;

    boolean isArgoCd() {
      return this == ARGO_CD_ERROR || this == ARGO_CD_NONSENSE;
    }

    boolean isRegistry() {
      return this == REGISTRY_DOWN || this == REGISTRY_ERROR || this == REGISTRY_NONSENSE;
    }
  }

  static ModelTrouble none() {
    return new ModelTrouble(What.NOTHING, Optional.empty());
  }

  boolean isAtStart() {
    return what != What.NOTHING && from.isEmpty();
  }

  /** Whether it has begun when a goal has reached a milestone. */
  boolean hasBegunBy(Milestone milestone) {
    return what != What.NOTHING && from.filter(begin -> begin.compareTo(milestone) > 0).isEmpty();
  }

  @Override
  public String toString() {
    return what == What.NOTHING
        ? ""
        : " [" + what + from.map(begin -> " from " + begin).orElse("") + "]";
  }
}
