package com.hcomp.gitops.plugin;

import com.hcomp.gitops.promotion.Advance;
import com.hcomp.gitops.promotion.Answers;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Promotes everything that may be promoted now, in promotion.yaml's order, and merges pull requests
 * that people approved. What must wait is listed with its gates, which is no failure: so it can run
 * every minute, twice at once, or never.
 */
@Mojo(name = "advance", aggregator = true, threadSafe = true)
public final class AdvanceMojo extends PromotionMojo {
  @Override
  void run(Surroundings surroundings) {
    Advance.Result result = new Advance(surroundings.promotions().access()).run();
    if (!wantsJson()) {
      surroundings.promotions().print(result.waiting());
    }
    if (result.done().isEmpty() && result.waiting().isEmpty()) {
      surroundings.report().step("advance", "every environment has the newest that there is");
    }
    end(surroundings, Answers.of(result.done(), result.waiting()), Promotions.moved(result.done()));
  }
}
