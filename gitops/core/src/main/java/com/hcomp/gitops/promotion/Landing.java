package com.hcomp.gitops.promotion;

import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Brings a change onto the base branch. If somebody else was faster it is planned again, from
 * scratch, on what is there then: two changes are never merged as text.
 *
 * @param branch where it goes
 * @param scratch a folder for the files of each attempt
 * @param milestones told when there is a commit, and when it is pushed
 * @param report told when it is planned again
 */
record Landing(BaseBranch branch, Path scratch, Milestones milestones, Report report) {
  /** Twenty at once need twenty in the worst case; and nobody needs so many. */
  private static final int ATTEMPTS = 60;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  /**
   * What an attempt came to.
   *
   * @param paths what may be committed, relative to the repository's top; nothing is, if empty
   * @param message the commit's
   * @param outcome what the caller gets when it has landed
   */
  record Attempt<T>(List<String> paths, String message, T outcome) {
    Attempt {
      paths = List.copyOf(paths);
    }

    /** There is nothing to commit. */
    static <T> Attempt<T> nothing(T outcome) {
      return new Attempt<>(List.of(), "", outcome);
    }
  }

  /**
   * Plans and pushes until it has landed.
   *
   * @param plan reads the files of the base branch, and edits them there
   * @throws com.hcomp.gitops.model.ProblemException BASE-BUSY if others were faster again and again
   */
  <T> T land(Function<BaseCommit, Attempt<T>> plan) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      BaseCommit base = branch.fetch(scratch.resolve("base-" + UUID.randomUUID()));
      Attempt<T> planned = plan.apply(base);
      if (planned.paths().isEmpty()) {
        return planned.outcome();
      }
      Optional<String> commit = base.commit(planned.paths(), planned.message());
      if (commit.isEmpty()) {
        return planned.outcome();
      }
      milestones.reached(Milestone.COMMITTED);
      if (base.push(commit.get())) {
        milestones.reached(Milestone.PUSHED);
        return planned.outcome();
      }
      report.step("push", branch.branch() + " moved meanwhile; planning again from what it is now");
      pause(attempt);
    }
    throw new Problem(
            "BASE-BUSY",
            branch.branch() + " moved " + ATTEMPTS + " times while this was being planned.",
            "Run the same command again when the others have ended.")
        .asException();
  }

  /** Longer each time and random, so that those who met once don't meet again. */
  private static void pause(int attempt) {
    long most =
        Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(attempt - 1, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
