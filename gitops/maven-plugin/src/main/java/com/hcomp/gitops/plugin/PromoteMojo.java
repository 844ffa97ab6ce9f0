package com.hcomp.gitops.plugin;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.promotion.Answers;
import com.hcomp.gitops.promotion.Plan;
import com.hcomp.gitops.promotion.Promote;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Carries what is live in one environment into the next: its chart and image go into the next one's
 * config module, which keeps all else, gets its next version, is published and pinned; all in one
 * commit on the branch that Argo CD follows, or on a pull request where promotion.yaml asks for
 * approval. Gates in promotion.yaml may hold it back. An environment that is promoted from no other
 * one takes the newest published image and chart.
 */
@Mojo(name = "promote", aggregator = true, threadSafe = true)
public final class PromoteMojo extends PromotionMojo {
  /** The environment that gets a release. */
  @Parameter(property = "gitops.to")
  @Nullable String to;

  /**
   * Version or digest of the release to carry: one that runs in the environment before, or ran
   * there long enough. What is live there if not given.
   */
  @Parameter(property = "gitops.release")
  @Nullable String release;

  /** Shows the whole plan, with what changes in the cluster, and does none of it. */
  @Parameter(property = "gitops.dryRun", defaultValue = "false")
  boolean dryRun;

  @Override
  void run(Surroundings surroundings) {
    if (to == null) {
      throw new Problem(
              "NOTHING-NAMED",
              "Name the environment that gets a release.",
              surroundings.command("gitops:promote -Dgitops.to=<environment>"))
          .asException();
    }
    Promote.Order order = new Promote.Order(to, Optional.ofNullable(release), overrides());
    Promote promote = new Promote(surroundings.promotions().access());
    if (dryRun) {
      print(surroundings, promote.plan(order));
      return;
    }
    Promote.Outcome outcome = promote.run(order);
    end(surroundings, Answers.of(outcome), Promotions.moved(List.of(outcome)));
  }

  private static void print(Surroundings surroundings, Plan plan) {
    if (surroundings.wantsJson()) {
      surroundings.print(surroundings.json().text(Answers.of(plan)));
      return;
    }
    surroundings.print(surroundings.promotions().text(plan));
  }
}
