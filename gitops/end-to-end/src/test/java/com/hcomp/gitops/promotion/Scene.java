package com.hcomp.gitops.promotion;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.hcomp.gitops.codehost.BranchOnly;
import com.hcomp.gitops.codehost.CodeHost;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RunningRegistry;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All that a promotion needs: a real registry, a real Git repository with a person's clone, the
 * real Helm, and an Argo CD that answers at the wire.
 */
final class Scene implements AutoCloseable {
  static final String THREE =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
        - name: prd-us
          from: stg
      """;

  static final String FIRST = "one";

  private final Path folder;
  private final RunningRegistry running;
  private final Repository repository;
  private final Path origin;
  final Registry registry;

  /** What was built last. */
  Build newest = new Build(Map.of(), Map.of());

  final FakeClusters clusters;

  private String read = "";
  private List<Environment> environments = List.of();

  /** What is in a folder, with its registry running. */
  Scene(Path folder, RunningRegistry running) {
    this.folder = folder;
    this.running = running;
    registry = new Registry(running.address());
    repository = Repository.at(checkout());
    origin = folder.resolve("origin.git");
    clusters = new FakeClusters(this::environments);
  }

  /** A scene in which every environment runs image {@value #FIRST}, for two hours. */
  static Scene start(Path folder, String promotion, String... environments) throws Exception {
    return FirstDelivery.of(promotion, List.of(environments)).scene(folder);
  }

  static Scene start(Path folder, String promotion) throws Exception {
    return start(folder, promotion, "stg", "prd-eu", "prd-us");
  }

  Path checkout() {
    return folder.resolve("checkout");
  }

  Path origin() {
    return origin;
  }

  Repository repository() {
    return repository;
  }

  /** Commits and pushes all that is in the checkout, as if that had been three hours ago. */
  void push(String message) {
    push(checkout(), message);
  }

  static void push(Path checkout, String message) {
    TestGit.run(checkout, "add", "--all");
    Command.of("git", "commit", "--quiet", "--allow-empty", "-m", message)
        .in(checkout)
        .with("GIT_COMMITTER_DATE", Instant.now().minus(Duration.ofHours(3)).toString())
        .output();
    TestGit.run(checkout, "push", "--quiet", "origin", "HEAD:main");
  }

  /** Brings the checkout to what is on main. */
  void pull() {
    TestGit.run(checkout(), "fetch", "--quiet", "origin");
    TestGit.run(checkout(), "reset", "--quiet", "--hard", "origin/main");
  }

  /** A build that goes to the first environment, as a deploy does; its cluster has it not yet. */
  void deliver(String tag) throws Exception {
    pull();
    deliverAsItIs(tag);
  }

  /** The same with what is edited in the checkout. */
  void deliverAsItIs(String tag) throws Exception {
    Workspace workspace = Workspace.open(checkout());
    boolean first = TestGit.run(origin, "log", "--format=%H", "main").lines().count() == 1;
    Situation before = Situation.now(access());
    new Delivery(
            workspace,
            publisher(),
            build(tag),
            first ? Environment::replaced : new Replacement(access(), before)::replaced,
            Report.silent())
        .carryOut();
    push("deploy: " + tag);
  }

  Publisher publisher() {
    return new Publisher(registry, new Helm(Programs.helm()), scratch(), "mvn", Report.silent());
  }

  /** What a goal works with in a clone; all checks are answered well. */
  Access access(Path clone, Report report, Milestones milestones) {
    Path scratch = scratch();
    return access(clone, report, milestones, new BranchOnly("a test", scratch), scratch);
  }

  /** The same with a code host. */
  Access access(CodeHost codeHost) {
    return access(checkout(), Report.silent(), Milestones.unwatched(), codeHost, scratch());
  }

  private Access access(
      Path clone, Report report, Milestones milestones, CodeHost codeHost, Path scratch) {
    return new Access(
        new BaseBranch(Git.open(clone), "origin", "main"),
        new Publisher(registry, new Helm(Programs.helm()), scratch, "mvn", Report.silent()),
        base -> newest,
        clusters::client,
        (checks, from, release) -> Map.of(),
        codeHost,
        Clock.systemUTC(),
        scratch,
        "mvn",
        new Actor("A Person", Optional.empty()),
        report,
        milestones);
  }

  Access access(Milestones milestones) {
    return access(checkout(), Report.silent(), milestones);
  }

  Access access() {
    return access(Milestones.unwatched());
  }

  Path scratch() {
    return folder.resolve("scratch-" + UUID.randomUUID());
  }

  /** Publishes the services' images under a tag, and the chart as it is in the checkout. */
  Build build(String tag) throws Exception {
    Workspace workspace = Workspace.open(checkout());
    Map<String, Build.Image> images = new LinkedHashMap<>();
    Payload payload = workspace.config(workspace.environments().get(0)).payload();
    for (Component service : payload.components()) {
      String repository = service.repository().orElseThrow();
      if (registry.digest(repository, tag).isEmpty()) {
        Jib.fromScratch()
            .addLabel("tag", tag)
            .addLabel("org.opencontainers.image.revision", "commit-of-" + tag)
            .containerize(
                Containerizer.to(
                        RegistryImage.named(running.address() + "/" + repository + ":" + tag))
                    .setAllowInsecureRegistries(true)
                    .setOfflineMode(false));
      }
      images.put(repository, new Build.Image(tag, registry.digest(repository, tag)));
    }
    ChartRef chart = workspace.charts().get(0).chart();
    if (registry.digest("charts/" + chart.name(), chart.version().value()).isEmpty()) {
      publisher().publish(publisher().chart(workspace.charts().get(0)));
    }
    Optional<Digest> digest = registry.digest("charts/" + chart.name(), chart.version().value());
    newest = new Build(Map.of(chart.name(), new Build.Chart(chart, digest)), images);
    return newest;
  }

  /** A clone of its own, as another person or run has it. */
  Path clone(String name) {
    Path clone = folder.resolve(name);
    TestGit.run(folder, "clone", "--quiet", origin.toString(), name);
    return clone;
  }

  Git git() {
    return Git.open(checkout());
  }

  /** The environments as main has them; read again only when it has moved. */
  synchronized List<Environment> environments() {
    String commit = TestGit.run(origin, "rev-parse", "main");
    if (!commit.equals(read)) {
      Path files = folder.resolve("main-" + UUID.randomUUID());
      TestGit.run(folder, "clone", "--quiet", "--shared", origin.toString(), files.toString());
      environments = Workspace.open(files).environments();
      read = commit;
    }
    return environments;
  }

  Environment environment(String name) {
    return environments().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  Pin pin(String name) {
    return environment(name).pin().orElseThrow();
  }

  Version version(String name) {
    return pin(name).version();
  }

  /** A file as main has it. */
  String file(String path) {
    return TestGit.run(origin, "show", "main:" + path);
  }

  /** The subjects of main's commits, newest first. */
  List<String> log() {
    return TestGit.run(origin, "log", "--first-parent", "--format=%s", "main").lines().toList();
  }

  RunningRegistry running() {
    return running;
  }

  @Override
  public void close() {
    clusters.close();
    running.close();
  }
}
