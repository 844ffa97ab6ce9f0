package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.Verdict;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A repository with a branch that promotes, GitHub in front of it, and what is promoted. */
final class Scene implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T14:02:11Z");

  final Path bare;
  final FakeGitHub gitHub;
  final CodeHost host;
  private final Path work;

  Scene(Path folder) throws IOException {
    bare = TestGit.bare(folder);
    work = folder.resolve("work");
    TestGit.run(folder, "clone", "--quiet", bare.toString(), "work");
    TestGit.run(work, "config", "user.name", "A Person");
    TestGit.run(work, "config", "user.email", "person@example.com");
    TestGit.write(work, "argocd-root/environments/prd-eu.yaml", "version: 1.0.2\n");
    commit("start");
    TestGit.run(work, "push", "--quiet", "origin", "HEAD:refs/heads/main");
    gitHub = new FakeGitHub(bare);
    host = gitHub.client();
    push("prd-eu", "1.0.3");
  }

  /** Pushes the branch of an environment, made anew from main; gives its commit. */
  String push(String environment, String version) throws IOException {
    TestGit.run(work, "fetch", "--quiet", "origin");
    TestGit.run(work, "checkout", "--quiet", "--detach", "origin/main");
    TestGit.write(
        work, "argocd-root/environments/" + environment + ".yaml", "version: " + version + "\n");
    commit("promote: " + environment + " " + version);
    TestGit.run(
        work, "push", "--quiet", "--force", "origin", "HEAD:refs/heads/promote/" + environment);
    return TestGit.run(work, "rev-parse", "HEAD");
  }

  /** Somebody changes a file on main. */
  void mainMoves(String file, String text) throws IOException {
    TestGit.run(work, "fetch", "--quiet", "origin");
    TestGit.run(work, "checkout", "--quiet", "--detach", "origin/main");
    TestGit.write(work, file, text);
    commit("change " + file);
    TestGit.run(work, "push", "--quiet", "origin", "HEAD:refs/heads/main");
  }

  private void commit(String message) {
    TestGit.run(work, "add", "--all");
    TestGit.run(work, "commit", "--quiet", "-m", message);
  }

  String git(String... arguments) {
    return TestGit.run(bare, arguments);
  }

  PullRequest opened() {
    return ((Proposed.Opened) host.propose(proposal("1.0.3"), false)).pullRequest();
  }

  static Proposal proposal(String version) {
    return PromotionText.of(promotion(version, "4 m of 30 m"));
  }

  /** prd-eu gets what stg runs; the version decides which payload that is. */
  static Promotion promotion(String version, String soaked) {
    return new Promotion(
        "main",
        release("prd-eu", version, "1.2.0", "1.4." + version.substring(4)),
        Optional.of(release("prd-eu", "1.0.2", "1.0.0", "1.3.9")),
        Optional.of(release("stg", "1.0.7", "1.2.0", "1.4." + version.substring(4))),
        List.of(
            ruling(GateName.UPSTREAM, new Verdict.Pass("stg runs 1.0.7, synced and healthy")),
            ruling(
                GateName.SOAK,
                new Verdict.Wait(soaked, Optional.of(Instant.parse("2026-11-24T14:32:11Z"))))),
        NOW,
        "--- Deployment hcomp-app\n+++ Deployment hcomp-app\n-  replicas: 2\n+  replicas: 3\n",
        "`mvn gitops:promote -Dgitops.to=prd-eu -Dgitops.dryRun` prints it.");
  }

  static Ruling ruling(GateName gate, Verdict verdict) {
    return new Ruling(
        gate,
        gate.toString(),
        verdict,
        Optional.of(new Location(Path.of("/tmp/scratch/argocd-root/promotion.yaml"), 14)),
        Optional.empty());
  }

  static Release release(String environment, String version, String chart, String tag) {
    Component component =
        new Component(
            new ChartRef("hcomp-app", new Version(chart)),
            Optional.empty(),
            Optional.of("app-service"),
            Optional.of(new ImageRef("app-service", tag, Digest.of("image " + tag))));
    return new Release(
        environment,
        new Pin(new Version(version), Digest.of(environment + version)),
        new Payload(List.of(component)));
  }

  @Override
  public void close() {
    gitHub.close();
  }
}
