package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.FakeArgoCd;
import com.hcomp.gitops.codehost.BranchOnly;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.promotion.FaultyLine.Fault;
import com.hcomp.gitops.promotion.ModelEnvironment.Load;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Registries;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The real things of one sequence: Git, a path of the registry, Helm; and an Argo CD that tells
 * what the model says happened. Every goal gets all of it anew.
 */
final class ModelWorld implements AutoCloseable {
  /** A goal that ended in the middle of its work. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  final HandClock clock = new HandClock(ModelGround.START);
  final Path folder;
  final Path origin;
  final Registry registry;
  final TimedArgoCd argoCd = new TimedArgoCd(clock);
  private final ModelGround ground;
  private final String path;
  private Path checkout;
  private int folders;
  boolean checkIsGood = true;

  ModelWorld(ModelGround ground) throws IOException {
    this.ground = ground;
    path = ground.copyOfRegistry();
    folder = ground.folder.resolve(path);
    ground.copyOfRepositories(folder);
    origin = folder.resolve("origin.git");
    checkout = folder.resolve("checkout");
    registry = Registries.impatient(address());
    watchPushes();
  }

  private RegistryAddress address() {
    return ModelGround.address(ground.running.address().host(), path);
  }

  /** Git itself notes, before it takes a commit, which releases the registry has at that moment. */
  private void watchPushes() throws IOException {
    Path notes = Files.createDirectory(folder.resolve("pushes"));
    Path hook = Files.createDirectories(origin.resolve("hooks")).resolve("pre-receive");
    Files.writeString(
        hook,
        """
        #!/bin/sh
        read -r old new ref
        exec ls %s/config/*/_manifests/revisions/sha256 > %s/$new
        """
            .formatted(ground.storage(path), notes));
    if (!hook.toFile().setExecutable(true)) {
      throw new IOException("can't make a hook of " + hook);
    }
  }

  /** Whether the registry had a release when Git took a commit. */
  boolean wasPublishedAtPush(String commit, Digest release) throws IOException {
    return Files.readString(folder.resolve("pushes").resolve(commit)).contains(release.hex(64));
  }

  Path checkout() {
    return checkout;
  }

  Path scratch() {
    return folder.resolve("scratch-" + ++folders);
  }

  Publisher publisher() {
    return ModelGround.publisher(registry, scratch());
  }

  Build build(Load load) throws IOException, InterruptedException {
    return ground.build(registry, load);
  }

  void newClone() {
    ModelGround.delete(checkout);
    checkout = folder.resolve("clone-" + ++folders);
    TestGit.run(folder, "clone", "--quiet", origin.toString(), checkout.toString());
    ModelGround.quick(checkout);
    TestGit.run(checkout, "config", "user.name", "Another Person");
    TestGit.run(checkout, "config", "user.email", "another@example.com");
  }

  void pull() {
    TestGit.run(checkout, "fetch", "--quiet", "origin");
    TestGit.run(checkout, "reset", "--quiet", "--hard", "origin/main");
  }

  /** Merges what people edited in the checkout. */
  void merge(String message) {
    ModelGround.commit(checkout, message, clock.instant());
    TestGit.run(checkout, "push", "--quiet", "origin", "HEAD:main");
  }

  /** What a goal works with, while something may be out of order. */
  Access access(Build newest, ModelTrouble trouble) {
    Registry seen =
        trouble.what().isRegistry()
            ? Registries.impatient(ModelGround.address(ground.line.address(), path))
            : registry;
    Path scratch = scratch();
    boolean[] begun = {false};
    Milestones milestones =
        reached -> {
          if (!begun[0] && trouble.from().filter(at -> at.compareTo(reached) <= 0).isPresent()) {
            begun[0] = true;
            begin(trouble.what());
          }
        };
    if (trouble.isAtStart()) {
      begin(trouble.what());
    }
    return new Access(
        new BaseBranch(Git.open(checkout), "origin", "main"),
        ModelGround.publisher(seen, scratch),
        base -> newest,
        argoCd::client,
        (checks, from, release) ->
            Map.of("version", checkIsGood ? new Answer.Good("it is") : new Answer.None("silence")),
        new BranchOnly("a test", scratch),
        clock,
        scratch,
        "mvn",
        new Actor("A Person", Optional.empty()),
        Report.silent(),
        milestones);
  }

  private void begin(ModelTrouble.What what) {
    switch (what) {
      case NOTHING -> {}
      case ARGO_CD_ERROR ->
          argoCd.answerInstead(Optional.of(new FakeArgoCd.Answer(500, "out of order")));
      case ARGO_CD_NONSENSE ->
          argoCd.answerInstead(Optional.of(new FakeArgoCd.Answer(200, "<html>hotel</html>")));
      case REGISTRY_DOWN -> ground.line.suffer(Fault.DOWN);
      case REGISTRY_ERROR -> ground.line.suffer(Fault.ERROR);
      case REGISTRY_NONSENSE -> ground.line.suffer(Fault.NONSENSE);
      case GIT -> move(origin, away());
      case KILLED -> throw new Killed();
    }
  }

  /** All is in order again. */
  void mend() {
    argoCd.answerInstead(Optional.empty());
    ground.line.suffer(Fault.NONE);
    if (Files.exists(away())) {
      move(away(), origin);
    }
  }

  private Path away() {
    return folder.resolve("away.git");
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest commit of main. */
  String main() throws IOException {
    return Files.readString(origin.resolve("refs/heads/main")).strip();
  }

  /** The releases of an environment that the registry has, as it keeps them: digests by tag. */
  Map<String, Digest> tags(String environment) throws IOException {
    Path tags =
        ground.storage(path).resolve("config/config-" + environment).resolve("_manifests/tags");
    Map<String, Digest> found = new TreeMap<>();
    try (Stream<Path> folders = Files.list(tags)) {
      for (Path tag : folders.toList()) {
        found.put(
            tag.getFileName().toString(),
            new Digest(Files.readString(tag.resolve("current/link")).strip()));
      }
    }
    return found;
  }

  Digest digest(String environment, Made made) {
    try {
      return new Digest(
          Files.readString(
                  ground
                      .storage(path)
                      .resolve("config/config-" + environment)
                      .resolve("_manifests/tags/1.0." + made.version() + "/current/link"))
              .strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of commits, named as Git names them: {@code main:pom.xml}. */
  Map<String, String> files(List<String> names) {
    byte[] input = (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8);
    String mark = "@@@@ %(objectname)";
    String all =
        new String(
            Command.of("git", "cat-file", "--batch=" + mark).in(origin).output(input),
            StandardCharsets.UTF_8);
    String[] parts = all.split("@@@@ [^\n]*\n", -1);
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      files.put(names.get(i), parts[i + 1]);
    }
    return files;
  }

  /** A commit with all that it touches. */
  record Landed(String id, String parent, List<String> paths) {}

  /** The commits that main got since another one, the oldest first. */
  List<Landed> landedSince(String before) {
    List<Landed> landed = new ArrayList<>();
    String log =
        TestGit.run(
            origin, "log", "--reverse", "--name-only", "--format=@@@@%H %P", before + "..main");
    for (String commit : log.split("@@@@")) {
      if (!commit.isBlank()) {
        List<String> lines = commit.lines().filter(line -> !line.isBlank()).toList();
        String[] ids = lines.get(0).split(" ", 2);
        landed.add(new Landed(ids[0], ids[1], lines.subList(1, lines.size())));
      }
    }
    return landed;
  }

  /**
   * Gives the goals' commits the time of the test's clock. They have the machine's, for a goal
   * takes its commits' time from Git; all else that says a time goes by the test's.
   */
  void stamp(List<Landed> landed) {
    String parent = landed.get(0).parent();
    for (Landed commit : landed) {
      String[] text =
          TestGit.run(origin, "show", "--no-patch", "--format=%T%n%B", commit.id()).split("\n", 2);
      parent =
          Command.of("git", "commit-tree", text[0], "-p", parent, "-m", text[1])
              .in(origin)
              .with("GIT_COMMITTER_DATE", clock.instant().toString())
              .with(identity())
              .output();
    }
    TestGit.run(origin, "update-ref", "refs/heads/main", parent);
  }

  private static Map<String, String> identity() {
    return Map.of(
        "GIT_AUTHOR_NAME", "A Person",
        "GIT_AUTHOR_EMAIL", "person@example.com",
        "GIT_COMMITTER_NAME", "A Person",
        "GIT_COMMITTER_EMAIL", "person@example.com");
  }

  @Override
  public void close() {
    argoCd.close();
    ModelGround.delete(folder);
    ModelGround.delete(ground.storage(path));
  }
}
