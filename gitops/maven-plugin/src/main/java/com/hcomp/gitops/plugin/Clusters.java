package com.hcomp.gitops.plugin;

import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.argocd.BoardRows;
import com.hcomp.gitops.argocd.EnvironmentAddress;
import com.hcomp.gitops.argocd.EnvironmentAddress.Ports;
import com.hcomp.gitops.argocd.Refresh;
import com.hcomp.gitops.argocd.Wait;
import com.hcomp.gitops.bootstrap.Cluster;
import com.hcomp.gitops.bootstrap.RootObjects;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.platform.ClusterFacts;
import com.hcomp.gitops.platform.PlatformFacts;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.report.Board;
import com.hcomp.gitops.report.BoardText;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** What runs in the clusters, as Argo CD tells it, beside what is pinned. */
final class Clusters {
  private final Surroundings surroundings;

  Clusters(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** On the local platform: gives Argo CD its projects and the root application. */
  void bootstrap(Workspace workspace) {
    PlatformFacts platform = surroundings.platform();
    Cluster hub =
        new Cluster(
            "hub", platform.kubectl(), Optional.of(platform.hubKubeconfig()), Optional.empty());
    new RootObjects(surroundings.helm(), surroundings.scratch())
        .apply(
            workspace,
            hub,
            new RootObjects.Told(
                "file://" + platform.gitRepository(),
                Surroundings.MAIN,
                Optional.of(surroundings.registryAddress()),
                Optional.empty()));
  }

  /**
   * Has Argo CD read the pins while the build goes on. That this may fail does no harm, such as on
   * the first day, before there is a root application: whoever waits for the pins asks again.
   */
  void announce(Workspace workspace) {
    ArgoCd argoCd = surroundings.argoCd();
    Runnable refresh =
        () -> {
          try {
            argoCd.find(root(workspace), Refresh.NORMAL);
          } catch (ProblemException | CancellationException e) {
            // Said by the wait, if it is so then, too.
          }
        };
    Thread thread = new Thread(refresh, "argocd");
    thread.setDaemon(true);
    thread.start();
  }

  private static String root(Workspace workspace) {
    return workspace.name() + "-root";
  }

  /**
   * Waits until the environments run what is pinned.
   *
   * @param before what environments ran before, where that is known, by name
   * @throws ProblemException with a problem for each that doesn't
   */
  void waitUntilLive(
      Workspace workspace,
      List<Environment> environments,
      Map<String, Pin> before,
      Duration bound) {
    List<Wait.Target> targets = new ArrayList<>();
    for (Environment environment : environments) {
      String name = environment.name();
      environment
          .pin()
          .map(
              pin ->
                  new Wait.Target(
                      name,
                      environment.application(),
                      pin,
                      Optional.ofNullable(before.get(name)),
                      source(environment)))
          .ifPresent(targets::add);
    }
    if (targets.isEmpty()) {
      throw new Problem(
              "NOTHING-PINNED",
              "No release is pinned, so there is nothing to wait for.",
              "Deploy first:\n" + surroundings.command("deploy"))
          .asException();
    }
    Wait.Settings settings =
        new Wait.Settings(
            Optional.of(root(workspace)),
            bound,
            environment ->
                "Mend it and deploy again; the details:\n" + surroundings.command("gitops:status"));
    Wait wait = new Wait(surroundings.argoCd(), settings, Clock.systemUTC(), surroundings.report());
    List<Problem> problems = new ArrayList<>();
    for (Wait.Outcome outcome : wait.untilLive(targets).values()) {
      if (outcome instanceof Wait.NotLive notLive) {
        problems.add(notLive.problem());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** On the local platform, Argo CD is told to read releases where these goals publish them. */
  private Optional<String> source(Environment environment) {
    String repository = Candidate.Kind.RELEASE.repository(environment.configModule());
    return surroundings.isLocal()
        ? Optional.of(surroundings.registryAddress().resolve(repository).oci())
        : Optional.empty();
  }

  /** Prints the board, as text or JSON. */
  void printBoard(Workspace workspace) {
    Board board = board(workspace);
    if (surroundings.wantsJson()) {
      surroundings.print(surroundings.json().text(board.json()));
      return;
    }
    surroundings.print(
        "\n" + new BoardText(Clock.systemUTC(), surroundings.wantsColour()).of(board));
  }

  Board board(Workspace workspace) {
    ArgoCd argoCd = surroundings.argoCd();
    List<Environment> environments = workspace.environments();
    Map<String, Application> applications =
        argoCd.refreshed(environments.stream().map(Environment::application).toList());
    Map<String, Ports> ports = new LinkedHashMap<>();
    environments.stream()
        .filter(environment -> applications.containsKey(environment.application()))
        .forEach(environment -> ports.put(environment.application(), ports(environment)));
    Map<String, String> addresses = new EnvironmentAddress(argoCd).of(ports);
    Registry registry = surroundings.registry();
    List<BoardRows.Known> known = new ArrayList<>();
    for (Environment environment : environments) {
      ConfigModule config = workspace.config(environment);
      Optional<Payload> payload =
          environment
              .pin()
              .filter(pin -> pin.version().equals(config.version()))
              .map(pin -> config.payload());
      known.add(
          new BoardRows.Known(
              environment,
              payload,
              Optional.ofNullable(addresses.get(environment.application())),
              cluster(environment).map(facts -> facts.kubeconfig().toString()),
              unpublished(registry, environment)));
    }
    return new BoardRows(applications, digest -> version(registry, environments, digest))
        .board(known);
  }

  /** The version that a release was published as, for a release that is live but not pinned. */
  private static Optional<Version> version(
      Registry registry, List<Environment> environments, Digest digest) {
    for (Environment environment : environments) {
      String repository = Candidate.Kind.RELEASE.repository(environment.configModule());
      for (String tag : registry.tags(repository)) {
        if (Version.isVersion(tag)
            && registry.digest(repository, tag).filter(digest::equals).isPresent()) {
          return Optional.of(new Version(tag));
        }
      }
    }
    return Optional.empty();
  }

  /** Where routes answer: on the local platform, each cluster has ports of its own. */
  private Ports ports(Environment environment) {
    return cluster(environment)
        .map(facts -> new Ports(facts.httpPort(), facts.httpsPort()))
        .orElse(Ports.USUAL);
  }

  private Optional<ClusterFacts> cluster(Environment environment) {
    return surroundings.isLocal()
        ? Optional.ofNullable(surroundings.platform().clusters().get(environment.cluster()))
        : Optional.empty();
  }

  /** What the registry says against a pin. */
  private static List<String> unpublished(Registry registry, Environment environment) {
    if (environment.pin().isEmpty()) {
      return List.of();
    }
    Pin pin = environment.pin().get();
    String repository = Candidate.Kind.RELEASE.repository(environment.configModule());
    try {
      Optional<Digest> published = registry.digest(repository, pin.version().value());
      if (published.isEmpty()) {
        return List.of("release " + pin.version() + " is not published");
      }
      return published.get().equals(pin.digest())
          ? List.of()
          : List.of(
              "pin says "
                  + pin
                  + ", but the registry holds "
                  + published.get().abbreviated()
                  + " under that version");
    } catch (ProblemException e) {
      return List.of("registry unknown: " + e.problems().get(0).summary());
    }
  }
}
