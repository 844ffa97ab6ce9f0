package com.hcomp.gitops.plugin;

import com.hcomp.gitops.bootstrap.ArgoCdManifest;
import com.hcomp.gitops.bootstrap.Bootstrap;
import com.hcomp.gitops.bootstrap.BootstrapPlan;
import com.hcomp.gitops.bootstrap.Cluster;
import com.hcomp.gitops.bootstrap.LoginSource;
import com.hcomp.gitops.bootstrap.Readiness;
import com.hcomp.gitops.bootstrap.RootObjects;
import com.hcomp.gitops.bootstrap.Settings;
import com.hcomp.gitops.bootstrap.Spoke;
import com.hcomp.gitops.bootstrap.Spokes;
import com.hcomp.gitops.registry.LoginFiles;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Board;
import com.hcomp.gitops.report.BoardText;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.workspace.Workspace;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Bootstraps a person's clusters as a goal's parameters say. */
record ClusterBootstrap(BootstrapMojo goal, Surroundings surroundings) {
  static final String APPLY = "gitops.apply";
  private static final String GIT_LOGIN = "gitops.gitLogin";
  private static final String REGISTRY_LOGIN = "gitops.registryLogin";

  void run() {
    Duration bound = Durations.parse(goal.timeout);
    Workspace workspace = surroundings.checkout();
    Bootstrap bootstrap =
        new Bootstrap(
            settings(workspace),
            ArgoCdManifest.recorded(),
            new RootObjects(surroundings.helm(), surroundings.scratch()),
            new Bootstrap.Surroundings(
                goal.homeFolder().resolve("argo-cd"),
                System.getenv(),
                LoginFiles.ofUser(),
                surroundings.report()));
    BootstrapPlan plan = bootstrap.plan(workspace);
    if (!goal.apply) {
      print(plan);
      return;
    }
    if (!surroundings.wantsJson()) {
      surroundings.print(plan.text());
    }
    Readiness readiness = bootstrap.apply(workspace, plan);
    if (goal.wait) {
      readiness.awaitArgoCd(plan, bound);
      readiness.awaitApplications(workspace, bound);
    }
    print(readiness.board(workspace), readiness.waysIn());
  }

  private Settings settings(Workspace workspace) {
    Path kubectl =
        Optional.ofNullable(goal.kubectl).map(File::toPath).orElseGet(surroundings::kubectl);
    Cluster hub =
        Cluster.hub(
            kubectl,
            Optional.ofNullable(goal.kubeconfig).map(File::toPath),
            Optional.ofNullable(goal.hub));
    List<Spoke> spokes =
        Optional.ofNullable(goal.spokes)
            .map(text -> new Spokes(text).in(workspace, hub))
            .orElse(List.of());
    return new Settings(
        hub,
        spokes,
        Optional.ofNullable(goal.gitUrl),
        Optional.ofNullable(goal.registry).map(value -> new RegistryAddress(value, goal.plainHttp)),
        goal.plainHttp,
        Optional.ofNullable(goal.gitLogin).map(value -> LoginSource.parse(GIT_LOGIN, value, false)),
        Optional.ofNullable(goal.registryLogin)
            .map(value -> LoginSource.parse(REGISTRY_LOGIN, value, true)),
        Optional.ofNullable(goal.argocdManifest),
        goal.force,
        surroundings.typed("gitops:bootstrap", APPLY));
  }

  private void print(BootstrapPlan plan) {
    if (surroundings.wantsJson()) {
      surroundings.print(surroundings.json().text(plan.json()));
      return;
    }
    surroundings.print(plan.text());
    surroundings.print(
        plan.isEmpty()
            ? "  Nothing to do."
            : "  Nothing was changed yet. To apply it:\n  " + plan.command());
  }

  private void print(Board board, List<String> waysIn) {
    if (surroundings.wantsJson()) {
      surroundings.print(surroundings.json().text(board.json()));
      return;
    }
    boolean colour = surroundings.wantsColour();
    surroundings.print("\n" + new BoardText(Clock.systemUTC(), colour).of(board));
    waysIn.forEach(line -> surroundings.print("  " + line));
  }
}
