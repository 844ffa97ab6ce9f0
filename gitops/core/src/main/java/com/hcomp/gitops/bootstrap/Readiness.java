package com.hcomp.gitops.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.argocd.Application.SyncStatus;
import com.hcomp.gitops.argocd.BoardRows;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import com.hcomp.gitops.report.Board;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether what was applied has come to life. All of it is read from the hub's API server, so that
 * no way to Argo CD itself and no login there is needed.
 *
 * @param hub the cluster that Argo CD runs in
 * @param report told what is waited for
 */
public record Readiness(Cluster hub, Report report) {
  private static final String TOPIC = "bootstrap";
  private static final Duration FOR_KINDS = Duration.ofSeconds(60);
  private static final int MOST_DETAILS = 20;

  /** Until the API server knows Argo CD's kinds: it takes a moment for each new definition. */
  void awaitKinds() {
    boolean known =
        Polling.until(
            FOR_KINDS,
            () -> {
              Command.Result kinds = hub.command("get", "--raw=/apis/argoproj.io/v1alpha1").run();
              return kinds.output().contains("\"appprojects\"")
                  && kinds.output().contains("\"applications\"");
            });
    if (!known) {
      throw new Problem(
              "ARGOCD-KINDS",
              "The API server of "
                  + hub.name()
                  + " does not serve Argo CD's kinds, though they are defined there.",
              "See what it says of them, then run the same command again:\n"
                  + hub.typed("describe crd applications.argoproj.io"))
          .asException();
    }
  }

  /**
   * Waits until Argo CD's own pods run.
   *
   * @param plan what was applied
   * @throws ProblemException ARGOCD-NOT-READY with the reason of each that doesn't
   */
  public void awaitArgoCd(BootstrapPlan plan, Duration bound) {
    Workloads workloads =
        Workloads.of(plan.stages().stream().flatMap(s -> s.batch().manifests().stream()).toList());
    List<String> reasons =
        await("Argo CD", bound, () -> workloads.notReady(list("deployments,statefulsets")));
    if (!reasons.isEmpty()) {
      List<String> details = new ArrayList<>(reasons);
      details.addAll(Workloads.excuses(list("pods")));
      throw new Problem(
              "ARGOCD-NOT-READY",
              "Argo CD is applied, but does not run after " + Durations.exact(bound) + ".",
              details.stream().limit(MOST_DETAILS).toList(),
              "See what holds it up; then run the same command again, which goes on from here:\n"
                  + hub.typed("-n " + ArgoCdSecrets.NAMESPACE + " get pods,events"))
          .asException();
    }
  }

  /**
   * Waits until the root application is synced and the applications of all environments that have a
   * pin are there.
   *
   * @throws ProblemException ROOT-NOT-SYNCED with what Argo CD says
   */
  public void awaitApplications(Workspace workspace, Duration bound) {
    List<String> reasons =
        await("root application", bound, () -> notThere(workspace, applications()));
    if (!reasons.isEmpty()) {
      throw new Problem(
              "ROOT-NOT-SYNCED",
              "Argo CD runs, but has not made the environments' applications after "
                  + Durations.exact(bound)
                  + ".",
              reasons.stream().limit(MOST_DETAILS).toList(),
              "Mend what it says: most often it can't read Git (-Dgitops.gitLogin). Argo CD tries"
                  + " again by itself:\n"
                  + hub.typed(
                      "-n "
                          + ArgoCdSecrets.NAMESPACE
                          + " get applications.argoproj.io "
                          + root(workspace)
                          + " --output=yaml"))
          .asException();
    }
  }

  /** The environments as Argo CD last found them, by itself. */
  public Board board(Workspace workspace) {
    List<BoardRows.Known> known =
        workspace.environments().stream()
            .map(
                environment ->
                    new BoardRows.Known(
                        environment,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
            .toList();
    return new BoardRows(applications(), digest -> Optional.empty()).board(known);
  }

  /** How a person gets to Argo CD, a line each. */
  public List<String> waysIn() {
    String namespace = "-n " + ArgoCdSecrets.NAMESPACE + " ";
    return List.of(
        "Argo CD    https://localhost:8443, user admin, while this runs:",
        "           " + hub.typed(namespace + "port-forward service/argocd-server 8443:443"),
        "password   "
            + hub.typed(
                namespace
                    + "get secret argocd-initial-admin-secret"
                    + " --output=go-template='{{.data.password | base64decode}}'"));
  }

  /** What keeps the applications from being there; package-private for tests. */
  static List<String> notThere(Workspace workspace, Map<String, Application> applications) {
    List<String> reasons = new ArrayList<>();
    Application root = applications.get(root(workspace));
    if (root == null) {
      return List.of(root(workspace) + " is not there");
    }
    if (root.sync().status() != SyncStatus.SYNCED) {
      reasons.add(
          root.name()
              + " is "
              + root.sync().status()
              + root.operation().map(operation -> ", " + operation.message()).orElse(""));
      root.conditions()
          .forEach(
              each -> reasons.add(each.type() + ": " + each.message().replaceAll("\\s+", " ")));
    }
    workspace.environments().stream()
        .filter(environment -> environment.pin().isPresent())
        .map(Environment::application)
        .filter(name -> !applications.containsKey(name))
        .forEach(name -> reasons.add(name + " is not there"));
    return reasons;
  }

  private static String root(Workspace workspace) {
    return workspace.name() + "-root";
  }

  private Map<String, Application> applications() {
    return list("applications.argoproj.io").stream()
        .map(Application::ofResource)
        .collect(
            Collectors.toMap(
                Application::name, each -> each, (one, other) -> one, LinkedHashMap::new));
  }

  private List<JsonNode> list(String kinds) {
    try {
      return hub.objects("", "get", kinds, "--namespace=" + ArgoCdSecrets.NAMESPACE);
    } catch (CommandFailed e) {
      throw new ProblemException(
          List.of(
              new Problem(
                  "CLUSTER-UNREACHABLE",
                  "The API server of " + hub.name() + " does not answer any more.",
                  e.result().errors().lines().limit(5).toList(),
                  "When it does, run the same command again; this must print a version:\n"
                      + hub.typed("get --raw=/version"))),
          e);
    }
  }

  /** Looks until no reason is left, and tells when their number changes; gives the last ones. */
  private List<String> await(String what, Duration bound, Supplier<List<String>> look) {
    List<String> reasons = new ArrayList<>();
    AtomicInteger told = new AtomicInteger(-1);
    Polling.until(
        bound,
        () -> {
          List<String> now = look.get();
          reasons.clear();
          reasons.addAll(now);
          if (told.getAndSet(now.size()) != now.size()) {
            report.step(
                TOPIC,
                what
                    + (now.isEmpty()
                        ? ": ready"
                        : ": waits for " + now.size() + "; " + now.get(0)));
          }
          return now.isEmpty();
        });
    return reasons;
  }
}
