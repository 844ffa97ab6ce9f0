package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.WorkTreeMerge;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.promotion.HandEdits;
import com.hcomp.gitops.promotion.Moved;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Brings this build to the local platform's environments: publishes their releases, moves the pins
 * on the platform's main (those of config modules that people bumped under their gates), has Argo
 * CD sync, and waits until every cluster runs what is pinned. Without -Plocal it does nothing:
 * releases are bumped and pinned by {@code gitops:bump} and {@code gitops:pin}.
 */
@Mojo(name = "deliver", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class DeliverMojo extends GitOpsMojo {
  private static final int ATTEMPTS = 5;

  /** How long to wait for the clusters, as ISO-8601 writes durations. */
  @Parameter(property = "gitops.timeout", defaultValue = "PT5M")
  String timeout;

  @Override
  void run(Surroundings surroundings) {
    if (!local) {
      return;
    }
    List<Moved> moved = new ArrayList<>(deliver(surroundings));
    Clusters clusters = new Clusters(surroundings);
    Workspace delivered = surroundings.released();
    if (!moved.isEmpty()) {
      clusters.announce(delivered);
    }
    clusters.bootstrap(delivered);
    Duration bound = Durations.parse(timeout);
    HandEdits handEdits = new HandEdits(surroundings.promotions().access());
    if (!moved.isEmpty() && handEdits.exist()) {
      // Their checks ask the environments that the build has just gone to.
      List<Environment> reached = moved.stream().map(Moved::environment).toList();
      clusters.waitUntilLive(delivered, reached, Promotions.before(moved), bound);
    }
    HandEdits.Result edits = handEdits.run(Map.of());
    moved.addAll(Promotions.moved(edits.done()));
    Workspace workspace = surroundings.released();
    clusters.waitUntilLive(workspace, workspace.environments(), Promotions.before(moved), bound);
    clusters.printBoard(workspace);
    surroundings.promotions().print(edits.waiting());
    surroundings.promotions().failIfHeldBack(edits.waiting());
  }

  private static List<Moved> deliver(Surroundings surroundings) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      WorkTreeMerge merge = surroundings.merge();
      Workspace workspace = Workspace.open(merge.workspace().directory());
      List<Moved> moved =
          surroundings.delivery(workspace, surroundings.promotions().replacement()).carryOut();
      merge.workspace().commitAll(Moved.message("deploy", moved));
      if (merge.push()) {
        return moved;
      }
      surroundings.report().step("pin", "the platform's main moved meanwhile; planning again");
    }
    throw new Problem(
            "MAIN-BUSY",
            "The platform's main moved " + ATTEMPTS + " times while this build was being pinned.",
            "Run the same command again when the other one has ended.")
        .asException();
  }
}
