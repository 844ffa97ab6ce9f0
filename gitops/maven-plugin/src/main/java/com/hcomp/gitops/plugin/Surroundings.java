package com.hcomp.gitops.plugin;

import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.argocd.ArgoCdAddress;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.Source;
import com.hcomp.gitops.git.WorkTreeMerge;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.history.History;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.platform.LocalPlatform;
import com.hcomp.gitops.platform.PlatformFacts;
import com.hcomp.gitops.platform.process.ProcessState;
import com.hcomp.gitops.platform.programs.Programs;
import com.hcomp.gitops.promotion.Build;
import com.hcomp.gitops.promotion.Delivery;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.publish.Standing;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.JsonOutput;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ChartModule;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.io.File;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a goal works with: the repository, the registry, Helm and Argo CD, of the local platform or
 * of what the user names. Nothing is looked for before it is asked for.
 */
final class Surroundings {
  private static final String PATH_IN_LOCAL_REGISTRY = "/hcomp";
  private static final String MAIN = "main";
  private static final String ORIGIN = "origin";

  private final GitOpsMojo goal;
  private final Clones clones;
  private final Report report;

  Surroundings(GitOpsMojo goal, Clones clones, Report report) {
    this.goal = goal;
    this.clones = clones;
    this.report = report;
  }

  Report report() {
    return report;
  }

  /** Prints what the goal was asked for. */
  void print(String answer) {
    System.out.println(answer);
  }

  boolean isLocal() {
    return goal.local;
  }

  boolean wantsJson() {
    return goal.wantsJson();
  }

  JsonOutput json() {
    return new JsonOutput();
  }

  /** What a person types to run something with the same surroundings. */
  String command(String goals) {
    return maven() + " " + goals;
  }

  private String maven() {
    return goal.local ? "mvn -Plocal" : "mvn";
  }

  /** A folder for what is in the making. */
  Path scratch() {
    return Path.of(goal.project.getBuild().getDirectory(), "gitops");
  }

  /** The files that the user has in front of them. */
  Workspace checkout() {
    return Workspace.open(goal.root());
  }

  /** The files that Argo CD follows: the platform's main with -Plocal, else the checkout. */
  Workspace released() {
    if (!goal.local) {
      return checkout();
    }
    Git main = Git.latest(platform().gitRepository(), MAIN, clones.folder());
    return Workspace.open(main.directory());
  }

  /**
   * What was pinned where and when: on the platform's main with -Plocal, else on the branch of
   * origin that Argo CD follows; in the checkout where there is no origin.
   */
  History history() {
    if (goal.local) {
      Git main = Git.latest(platform().gitRepository(), MAIN, clones.folder());
      return History.read(main, "HEAD");
    }
    Git git = Git.open(goal.root());
    return git.hasRemote(ORIGIN)
        ? History.read(git, new BaseBranch(git, ORIGIN, checkout().branch()).fetch())
        : History.read(git, "HEAD");
  }

  LocalPlatform localPlatform() {
    return LocalPlatform.of(goal.platformSettings(), report);
  }

  /** Starts the platform, or finds it running. */
  PlatformFacts up() {
    List<String> clusters =
        checkout().environments().stream().map(Environment::cluster).distinct().toList();
    return localPlatform().up(clusters);
  }

  /**
   * The running platform.
   *
   * @throws ProblemException if it is down, or a part of it is
   */
  PlatformFacts platform() {
    LocalPlatform platform = localPlatform();
    String dead =
        platform.processes().stream()
            .filter(process -> !process.running())
            .map(ProcessState::name)
            .collect(Collectors.joining(", "));
    return platform
        .facts()
        .filter(facts -> dead.isEmpty())
        .orElseThrow(
            () ->
                new Problem(
                        "PLATFORM-DOWN",
                        dead.isEmpty()
                            ? "The local platform is not running."
                            : "The local platform is not whole; what has ended: " + dead + ".",
                        "Start what is missing, or deploy, which does that too:\n"
                            + command("gitops:up"))
                    .asException());
  }

  RegistryAddress registryAddress() {
    if (goal.registry != null) {
      return new RegistryAddress(goal.registry, goal.plainHttp);
    }
    return goal.local
        ? new RegistryAddress(platform().registry() + PATH_IN_LOCAL_REGISTRY)
        : new RegistryAddress(checkout().registry(), goal.plainHttp);
  }

  Registry registry() {
    return new Registry(registryAddress());
  }

  Helm helm() {
    File named = goal.helm;
    return new Helm(named == null ? programs().helm() : named.toPath());
  }

  private Programs programs() {
    Optional<Path> folder = Optional.ofNullable(goal.programs).map(File::toPath);
    return new Programs(goal.homeFolder(), folder, report);
  }

  Publisher publisher() {
    return new Publisher(registry(), helm(), scratch(), maven(), report);
  }

  ArgoCd argoCd() {
    return new ArgoCd(
        goal.local
            ? new ArgoCdAddress(platform().argoCd(), platform().accountToken(), true)
            : ArgoCdAddress.fromEnvironment(System.getenv()));
  }

  /** The config module in a folder; empty if the folder is something else. */
  Optional<ConfigModule> release(Path folder) {
    Workspace workspace = checkout();
    return workspace.environments().stream()
        .filter(environment -> folder.endsWith(environment.configModule()))
        .map(workspace::config)
        .findFirst();
  }

  /** The chart or release of the module in a folder, as it would be published now. */
  Candidate candidate(Publisher publisher, Path folder) {
    Workspace workspace = checkout();
    return release(folder)
        .map(release -> publisher.release(release, workspace.charts()))
        .or(
            () ->
                workspace.charts().stream()
                    .filter(chart -> chart.folder().equals(folder))
                    .findFirst()
                    .map(chart -> chart(publisher, chart)))
        .orElseThrow(
            () ->
                new Problem(
                        "NOTHING-TO-PUBLISH",
                        folder + " is neither a chart of ours nor an environment's config module.",
                        "Add its environment to argocd-root/environments and promotion.yaml.")
                    .asException());
  }

  /** With -Plocal, a chart that was edited without a new version gets one of its content. */
  private Candidate chart(Publisher publisher, ChartModule chart) {
    Candidate candidate = publisher.chart(chart);
    return goal.local && publisher.standing(candidate) instanceof Standing.Other
        ? publisher.chartByContent(chart)
        : candidate;
  }

  /** The working tree, merged to the platform's main. */
  WorkTreeMerge merge() {
    return WorkTreeMerge.prepare(
        Git.open(goal.root()), platform().gitRepository(), clones.folder());
  }

  /** Brings what this build made to the environments of a workspace. */
  Delivery delivery(Workspace workspace) {
    Publisher publisher = publisher();
    return new Delivery(workspace, publisher, build(publisher), report);
  }

  /**
   * The newest published image of each module, in Git's order, and the newest chart of each name.
   */
  Build newestBuild() {
    Registry registry = registry();
    Map<String, Build.Chart> charts = new LinkedHashMap<>();
    for (ChartModule module : checkout().charts()) {
      String repository = Candidate.Kind.CHART.repository(module.chart().name());
      Version newest =
          registry.tags(repository).stream()
              .filter(Version::isVersion)
              .map(Version::new)
              .max(Comparator.naturalOrder())
              .orElseThrow(() -> nothingPublished(repository));
      charts.put(
          module.chart().name(),
          new Build.Chart(
              new ChartRef(module.chart().name(), newest),
              registry.digest(repository, newest.value())));
    }
    Map<String, Build.Image> images = new LinkedHashMap<>();
    Git git = Git.open(goal.root());
    for (ImageModule module : ImageModule.all(goal.session, goal.root())) {
      List<String> published = registry.tags(module.repository());
      String newest =
          Source.tags(git, module.inputs()).stream()
              .filter(published::contains)
              .findFirst()
              .orElseThrow(() -> nothingPublished(module.repository()));
      images.put(
          module.repository(),
          new Build.Image(newest, registry.digest(module.repository(), newest)));
    }
    return new Build(charts, images);
  }

  private ProblemException nothingPublished(String repository) {
    return new Problem(
            "NOTHING-PUBLISHED",
            "The registry holds nothing of this branch in " + repository + ".",
            "Publish it first:\n" + command("deploy"))
        .asException();
  }

  private Build build(Publisher publisher) {
    Registry registry = publisher.registry();
    Map<String, Build.Chart> charts = new LinkedHashMap<>();
    for (ChartModule module : checkout().charts()) {
      Candidate candidate = chart(publisher, module);
      String version = candidate.chart().version().value();
      charts.put(
          module.chart().name(),
          new Build.Chart(candidate.chart(), registry.digest(candidate.repository(), version)));
    }
    Map<String, Build.Image> images = new LinkedHashMap<>();
    Git git = Git.open(goal.root());
    for (ImageModule module : ImageModule.all(goal.session, goal.root())) {
      String tag = module.source(git).tag();
      images.put(
          module.repository(), new Build.Image(tag, registry.digest(module.repository(), tag)));
    }
    return new Build(charts, images);
  }
}
