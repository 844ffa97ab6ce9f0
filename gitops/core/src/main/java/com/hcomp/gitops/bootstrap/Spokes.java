package com.hcomp.gitops.bootstrap;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which kube context leads to which environment's cluster.
 *
 * @param text {@code stg=ctx1,prd-eu=ctx2}; behind a context, {@code @https://...} is the address
 *     of its API server as the hub reaches it
 */
public record Spokes(String text) {

  /**
   * A spoke for each cluster that the environments name.
   *
   * @param hub entered by the same kubectl and kubeconfig
   * @throws ProblemException with all that is wrong: BAD-SPOKES, SPOKE-MISSING, SPOKE-TWICE
   */
  public List<Spoke> in(Workspace workspace, Cluster hub) {
    Map<String, Environment> environments = new LinkedHashMap<>();
    workspace.environments().forEach(each -> environments.put(each.name(), each));
    List<Problem> problems = new ArrayList<>();
    Map<String, Spoke> spokes = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      Environment environment = equals < 0 ? null : environments.get(part.substring(0, equals));
      if (environment == null || equals == part.length() - 1) {
        problems.add(bad(part, environments));
        continue;
      }
      Spoke spoke = spoke(environment.cluster(), part.substring(equals + 1), hub);
      Spoke before = spokes.putIfAbsent(spoke.name(), spoke);
      if (before != null && !before.equals(spoke)) {
        problems.add(
            new Problem(
                "SPOKE-TWICE",
                "Two contexts are named for one cluster, " + spoke.name() + ".",
                "Environments in one cluster have one context; see who names which cluster:\n"
                    + "grep cluster: argocd-root/environments/*"));
      }
    }
    problems.addAll(missing(environments, spokes));
    problems.addAll(twice(spokes));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return List.copyOf(spokes.values());
  }

  private static Spoke spoke(String name, String place, Cluster hub) {
    int at = place.indexOf("@https://");
    String context = at < 0 ? place : place.substring(0, at);
    return new Spoke(
        name,
        new Cluster(name, hub.kubectl(), hub.kubeconfig(), Optional.of(context)),
        at < 0 ? Optional.empty() : Optional.of(place.substring(at + 1)));
  }

  private static Problem bad(String part, Map<String, Environment> environments) {
    return new Problem(
        "BAD-SPOKES",
        "'" + part + "' in -Dgitops.spokes is not an environment and its kube context.",
        List.of("environments: " + String.join(", ", environments.keySet())),
        "Name each with its context; those that kubectl knows:\nkubectl config get-contexts");
  }

  private static List<Problem> missing(
      Map<String, Environment> environments, Map<String, Spoke> spokes) {
    List<Problem> problems = new ArrayList<>();
    for (Environment environment : environments.values()) {
      if (!spokes.containsKey(environment.cluster())) {
        problems.add(
            new Problem(
                "SPOKE-MISSING",
                "-Dgitops.spokes leads to no cluster for "
                    + environment.name()
                    + ", which is in "
                    + environment.cluster()
                    + ".",
                "Add its context, which may be the hub's; or leave the parameter out, and all"
                    + " environments are on the hub:\n-Dgitops.spokes=...,"
                    + environment.name()
                    + "=<context>"));
      }
    }
    return problems;
  }

  /** Argo CD tells clusters apart by their address. */
  private static List<Problem> twice(Map<String, Spoke> spokes) {
    Map<String, List<String>> byContext =
        spokes.values().stream()
            .collect(
                Collectors.groupingBy(
                    spoke -> spoke.cluster().context().orElse(""),
                    LinkedHashMap::new,
                    Collectors.mapping(Spoke::name, Collectors.toList())));
    List<Problem> problems = new ArrayList<>();
    byContext.forEach(
        (context, names) -> {
          if (names.size() > 1) {
            problems.add(
                new Problem(
                    "SPOKE-TWICE",
                    "The context "
                        + context
                        + " is named for the clusters "
                        + String.join(" and ", names)
                        + ", but Argo CD knows a cluster by one name only.",
                    "Write one name into their files, and deploy that first:\n"
                        + "grep cluster: argocd-root/environments/*"));
          }
        });
    return problems;
  }
}
