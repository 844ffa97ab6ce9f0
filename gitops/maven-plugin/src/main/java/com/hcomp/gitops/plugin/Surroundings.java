package com.hcomp.gitops.plugin;

import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.argocd.ArgoCdAddress;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.WorkTreeMerge;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.history.History;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.platform.LocalPlatform;
import com.hcomp.gitops.platform.PlatformFacts;
import com.hcomp.gitops.platform.process.ProcessState;
import com.hcomp.gitops.platform.programs.Programs;
import com.hcomp.gitops.promotion.Delivery;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.BoardText;
import com.hcomp.gitops.report.JsonOutput;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a goal works with: the repository, the registry, Helm and Argo CD, of the local platform or
 * of what the user names. Nothing is looked for before it is asked for.
 */
final class Surroundings {
  private static final String PATH_IN_LOCAL_REGISTRY = "/hcomp";

  /** The branch that Argo CD follows on the local platform. */
  static final String MAIN = "main";

  private final GitOpsMojo goal;
  private final Clones clones;
  private final Report report;
  private Optional<PlatformFacts> running = Optional.empty();

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

  // JDK 22 to 24 have a console without a terminal too, but for -Djdk.console of .mvn/jvm.config.
  @SuppressWarnings("SystemConsoleNull")
  boolean wantsColour() {
    return BoardText.wantsColour(System.getenv(), System.console() != null);
  }

  JsonOutput json() {
    return new JsonOutput();
  }

  /** What a person types to run something with the same surroundings. */
  String command(String goals) {
    return maven() + " " + goals;
  }

  /** The goal with the parameters that were typed, but for some. */
  String typed(String goals, String... without) {
    StringBuilder command = new StringBuilder(command(goals));
    Properties properties = goal.session.getUserProperties();
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      if (name.startsWith("gitops.") && !List.of(without).contains(name)) {
        String parameter = "-D" + name + "=" + properties.getProperty(name);
        boolean plain = parameter.matches("[\\w@%+=:,./-]+");
        command.append(' ').append(plain ? parameter : "'" + parameter + "'");
      }
    }
    return command.toString();
  }

  String maven() {
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
    if (!goal.local && !Git.open(goal.root()).hasRemote(Promotions.REMOTE)) {
      return History.read(Git.open(goal.root()), "HEAD");
    }
    BaseBranch base = promotions().branch();
    return History.read(base.repository(), base.fetch());
  }

  LocalPlatform localPlatform() {
    return LocalPlatform.of(goal.platformSettings(), report);
  }

  /** Starts the platform, or finds it running. */
  PlatformFacts up() {
    return localPlatform().up(clusters());
  }

  /** The clusters that the checkout's environments are in. */
  List<String> clusters() {
    return checkout().environments().stream().map(Environment::cluster).distinct().toList();
  }

  /**
   * The running platform.
   *
   * @throws ProblemException if it is down, or a part of it is
   */
  PlatformFacts platform() {
    if (running.isEmpty()) {
      LocalPlatform platform = localPlatform();
      running = Optional.of(whole(platform));
      // For as long as it runs, goals are all that ever looks at its logs.
      platform.cutLogs();
    }
    return running.get();
  }

  private PlatformFacts whole(LocalPlatform platform) {
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

  /** The user's kubectl, else that of the local platform. */
  Path kubectl() {
    return programs().kubectl();
  }

  private Programs programs() {
    Optional<Path> folder = Optional.ofNullable(goal.programs).map(File::toPath);
    return new Programs(goal.homeFolder(), folder, report);
  }

  Publisher publisher() {
    return publisher(scratch());
  }

  Publisher publisher(Path folder) {
    return new Publisher(registry(), helm(), folder, maven(), report);
  }

  Builds builds() {
    return new Builds(this, goal.session, goal.root());
  }

  Promotions promotions() {
    return new Promotions(this, goal.root(), clones);
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
                    .map(chart -> builds().chart(publisher, chart)))
        .orElseThrow(
            () ->
                new Problem(
                        "NOTHING-TO-PUBLISH",
                        folder + " is neither a chart of ours nor an environment's config module.",
                        "Add its environment to argocd-root/environments and promotion.yaml.")
                    .asException());
  }

  /** The working tree, merged to the platform's main. */
  WorkTreeMerge merge() {
    return WorkTreeMerge.prepare(
        Git.open(goal.root()), platform().gitRepository(), clones.folder());
  }

  /**
   * Brings what this build made to the environments of a workspace.
   *
   * @param replaced what is written of releases that an environment ran before
   */
  Delivery delivery(Workspace workspace, Function<Environment, List<Replaced>> replaced) {
    Publisher publisher = publisher();
    return new Delivery(workspace, publisher, builds().present(publisher), replaced, report);
  }
}
