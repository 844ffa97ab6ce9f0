package com.hcomp.gitops.plugin;

import com.hcomp.gitops.promotion.Answers;
import com.hcomp.gitops.promotion.HandEdits;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Moves the pin of every environment whose config module people bumped, once that is merged to the
 * branch that Argo CD follows and published. Gates hold an edit back as they hold back a promotion;
 * where chart and image stay, only windows, freezes, checks and approval do. What is held back is
 * listed, and the goal fails then.
 */
@Mojo(name = "pin", aggregator = true, threadSafe = true)
public final class PinMojo extends PromotionMojo {
  @Override
  void run(Surroundings surroundings) {
    HandEdits.Result result = new HandEdits(surroundings.promotions().access()).run(overrides());
    if (!wantsJson()) {
      surroundings.promotions().print(result.waiting());
    }
    end(surroundings, Answers.of(result.done(), result.waiting()), Promotions.moved(result.done()));
    surroundings.promotions().failIfHeldBack(result.waiting());
  }
}
