package com.hcomp.gitops.plugin;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.promotion.Answers;
import com.hcomp.gitops.promotion.Moved;
import com.hcomp.gitops.promotion.Rollback;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Brings an environment back to the exact release that it ran before: pin and config module as they
 * were, in one commit. Nothing is built or published, and no gate holds it back. What was left is
 * held: nothing promotes it there again by itself.
 */
@Mojo(name = "rollback", aggregator = true, threadSafe = true)
public final class RollbackMojo extends PromotionMojo {
  /** The environment that goes back. */
  @Parameter(property = "gitops.environment")
  @Nullable String environment;

  /** Version or digest of a release that it ran; the one before if not given. */
  @Parameter(property = "gitops.release")
  @Nullable String release;

  @Override
  void run(Surroundings surroundings) {
    if (environment == null) {
      throw new Problem(
              "NOTHING-NAMED",
              "Name the environment that goes back.",
              surroundings.command("gitops:rollback -Dgitops.environment=<environment>"))
          .asException();
    }
    Rollback.Outcome outcome =
        new Rollback(surroundings.promotions().access())
            .run(new Rollback.Order(environment, Optional.ofNullable(release)));
    List<Moved> moved =
        outcome instanceof Rollback.Outcome.RolledBack back ? List.of(back.moved()) : List.of();
    end(surroundings, Answers.of(outcome), moved);
  }
}
