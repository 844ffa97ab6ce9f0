package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.argocd.ArgoCdAddress;
import com.hcomp.gitops.argocd.FakeArgoCd;
import com.hcomp.gitops.codehost.BranchOnly;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A goal's work in a process of its own, which is killed as soon as it has reached a milestone. */
final class KilledPromoter {
  private KilledPromoter() {}

  /**
   * The clone, the registry, Argo CD, the milestone, then what to do and with which environment.
   */
  public static void main(String[] arguments) throws IOException {
    Milestone last = Milestone.valueOf(arguments[3]);
    Path scratch = Files.createTempDirectory(Path.of(arguments[0]).getParent(), "killed");
    Access access =
        new Access(
            new BaseBranch(Git.open(Path.of(arguments[0])), "origin", "main"),
            new Publisher(
                new Registry(new RegistryAddress(arguments[1])),
                new Helm(Programs.helm()),
                scratch,
                "mvn",
                Report.silent()),
            base -> new Build(Map.of(), Map.of()),
            () -> new ArgoCd(new ArgoCdAddress(URI.create(arguments[2]), FakeArgoCd.TOKEN, false)),
            (checks, from, release) -> Map.of(),
            new BranchOnly("a test", scratch),
            Clock.systemUTC(),
            scratch,
            "mvn",
            new Actor("A Person", Optional.empty()),
            Report.silent(),
            milestone -> dieAfter(last, milestone));
    String environment = arguments[5];
    if (arguments[4].equals("rollback")) {
      new Rollback(access).run(new Rollback.Order(environment, Optional.empty()));
    } else {
      new Promote(access).run(new Promote.Order(environment, Optional.empty(), Map.of()));
    }
  }

  private static void dieAfter(Milestone last, Milestone reached) {
    if (reached == last) {
      try {
        new ProcessBuilder("kill", "-KILL", "" + ProcessHandle.current().pid()).start().waitFor();
        Thread.sleep(60_000);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
