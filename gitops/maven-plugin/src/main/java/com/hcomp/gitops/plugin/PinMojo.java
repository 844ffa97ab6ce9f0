package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.promotion.Moved;
import com.hcomp.gitops.promotion.PinMove;
import com.hcomp.gitops.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Moves the pin of every environment whose config module was bumped and published, then commits
 * that with the config modules and pushes it. A pin never moves to a release that isn't published.
 */
@Mojo(name = "pin", aggregator = true, threadSafe = true)
public final class PinMojo extends GitOpsMojo {
  /** Whether to commit and push; otherwise the files are left as they are, for you to look at. */
  @Parameter(property = "gitops.push", defaultValue = "true")
  boolean push;

  @Override
  void run(Surroundings surroundings) {
    Workspace workspace = surroundings.released();
    List<Moved> moved =
        new PinMove(workspace, surroundings.publisher(), surroundings.report()).carryOut();
    if (!push) {
      return;
    }
    Git git = Git.open(workspace.root());
    Optional<String> commit = git.commitAll(Moved.message("pin", moved));
    String branch = local ? "main" : git.output("rev-parse", "--abbrev-ref", "HEAD");
    if (commit.isPresent() && !git.push("origin", "HEAD:refs/heads/" + branch)) {
      throw new Problem(
              "MAIN-MOVED",
              "Somebody else pushed to " + branch + " meanwhile; the pin was not moved.",
              "Take their commits, and bump, deploy and pin again:\ngit fetch && git reset --hard origin/"
                  + branch)
          .asException();
    }
  }
}
