package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real repository in which environments are released, an hour apart from 08:00 on. */
final class PinnedRepository {
  static final Instant START = Instant.parse("2026-01-02T08:00:00Z");

  final Path root;
  final Git git;
  final Repository files;
  private int commits;

  PinnedRepository(Path root) throws IOException {
    this.root = root;
    this.files = Repository.dayOne(root);
    this.git = TestGit.init(root);
    commit("First commit");
  }

  static Pin release(String environment, int patch) {
    return new Pin(new Version("1.0." + patch), Digest.of(environment + " 1.0." + patch));
  }

  static Digest digest(String environment, int patch) {
    return release(environment, patch).digest();
  }

  static Payload app(int number) {
    Digest image = Digest.of("image " + number);
    return new Payload(
        List.of(
            new Component(
                new ChartRef("hcomp-app", new Version("1.0.0")),
                Optional.empty(),
                Optional.of("app-service"),
                Optional.of(new ImageRef("app-service", image.hex(12), image)))));
  }

  /** Gives an environment a release with an app, in its config module and its pin. */
  void write(String environment, int patch, int app) {
    Environment now = workspace().environment(environment);
    write(environment, patch, app, now.replaced(), now.held());
  }

  void write(String environment, int patch, int app, List<Replaced> replaced, List<Held> held) {
    Workspace workspace = workspace();
    Environment now = workspace.environment(environment);
    Pin release = release(environment, patch);
    workspace.config(now).withPayload(app(app)).withVersion(release.version());
    workspace.pin(now, release, app(app), replaced, held);
  }

  /** The same, committed. */
  String release(String environment, int patch, int app, String message) {
    write(environment, patch, app);
    return commit(message);
  }

  /** Commits everything an hour after the last commit. */
  String commit(String message) {
    return git(START.plusSeconds(3600L * commits++), "commit", "--quiet", "-m", message);
  }

  /** Runs git with a time, after adding everything; gives HEAD. */
  String git(Instant time, String... arguments) {
    TestGit.run(root, "add", "--all");
    git.with(Map.of("GIT_AUTHOR_DATE", time.toString(), "GIT_COMMITTER_DATE", time.toString()))
        .output(arguments);
    return TestGit.run(root, "rev-parse", "HEAD");
  }

  Workspace workspace() {
    return Workspace.open(root);
  }

  History history() {
    return History.read(git, "HEAD");
  }
}
