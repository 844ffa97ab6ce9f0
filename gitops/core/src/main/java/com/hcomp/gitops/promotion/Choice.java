package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.Ruling;
import java.util.List;

/** What an environment may get now from the one that it is promoted from. */
sealed interface Choice {
  /** It has the newest that there is, or there is nothing yet. */
  record Nothing() implements Choice {}

  /** All gates are open, but for the approval. */
  record Go(Offer offer, List<Ruling> rulings) implements Choice {
    public Go {
      rulings = List.copyOf(rulings);
    }
  }

  /**
   * Nothing newer may get in now.
   *
   * @param offer the newest
   * @param rulings its gates
   */
  record Closed(Offer offer, List<Ruling> rulings) implements Choice {
    public Closed {
      rulings = List.copyOf(rulings);
    }
  }

  /** The environment runs what was never pinned upstream, so nothing can be called newer. */
  record Unordered(Offer offer) implements Choice {}
}
