package com.hcomp.gitops.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.bootstrap.Change.Action;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.process.CommandFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects that are applied to a cluster together, on the server's side.
 *
 * @param cluster where to
 * @param title what they are, for people
 * @param namespace of the objects that name none; empty where all do
 * @param force whether fields that somebody else set are taken back
 * @param manifests in the order in which they are applied
 */
record Batch(
    Cluster cluster,
    String title,
    Optional<String> namespace,
    boolean force,
    List<Manifest> manifests) {
  /** Who owns, for Kubernetes, the fields that are applied here. */
  private static final String MANAGER = "--field-manager=hcomp";

  private static final List<String> KINDS_OF_ARGO_CD =
      List.of("applications.argoproj.io", "appprojects.argoproj.io");

  Batch {
    manifests = List.copyOf(manifests);
  }

  /**
   * What applying would do, as the API server says without doing it.
   *
   * @throws ProblemException APPLY-CONFLICT, APPLY-REFUSED
   */
  List<Change> compare() {
    Map<String, JsonNode> live = live();
    List<Manifest> there =
        manifests.stream().filter(manifest -> live.containsKey(manifest.key())).toList();
    Map<String, JsonNode> wanted =
        there.isEmpty() ? Map.of() : byKey(apply(there, "--dry-run=server"));
    List<Change> changes = new ArrayList<>();
    for (Manifest manifest : manifests) {
      JsonNode before = live.get(manifest.key());
      JsonNode after = wanted.get(manifest.key());
      List<String> fields =
          before == null || after == null ? List.of() : FieldDiff.between(before, after);
      Action action =
          before == null ? Action.CREATE : fields.isEmpty() ? Action.UNCHANGED : Action.CHANGE;
      changes.add(new Change(cluster.name(), manifest, action, fields));
    }
    return changes;
  }

  /**
   * Applies the objects that would not stay as they are.
   *
   * @param changes what {@link #compare} found
   * @return how many were applied
   * @throws ProblemException APPLY-CONFLICT, APPLY-REFUSED
   */
  int apply(List<Change> changes) {
    List<Manifest> needed =
        changes.stream().filter(Change::isNeeded).map(Change::manifest).toList();
    if (!needed.isEmpty()) {
      apply(needed, "--dry-run=none");
    }
    return needed.size();
  }

  /** Applies all of them. */
  void applyAll() {
    apply(manifests, "--dry-run=none");
  }

  private List<JsonNode> apply(List<Manifest> some, String dryRun) {
    List<String> arguments = new ArrayList<>(List.of("apply", "--server-side", MANAGER, dryRun));
    if (force) {
      arguments.add("--force-conflicts");
    }
    return kubectl(some, arguments);
  }

  /** What there is already, by key. */
  private Map<String, JsonNode> live() {
    boolean all = manifests.stream().noneMatch(Manifest::isOfArgoCd) || knowsArgoCd(cluster);
    List<Manifest> askable =
        manifests.stream().filter(manifest -> all || !manifest.isOfArgoCd()).toList();
    return askable.isEmpty()
        ? Map.of()
        : byKey(kubectl(askable, List.of("get", "--ignore-not-found")));
  }

  /** Whether a cluster has Argo CD's kinds: to ask for an object of an unknown kind is an error. */
  private static boolean knowsArgoCd(Cluster cluster) {
    List<String> arguments = new ArrayList<>(List.of("get", "customresourcedefinitions"));
    arguments.addAll(KINDS_OF_ARGO_CD);
    arguments.add("--ignore-not-found");
    return cluster.objects("", arguments.toArray(String[]::new)).size() == KINDS_OF_ARGO_CD.size();
  }

  private List<JsonNode> kubectl(List<Manifest> some, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    namespace.ifPresent(known -> all.add("--namespace=" + known));
    all.add("--filename=-");
    try {
      return cluster.objects(Manifest.text(some), all.toArray(String[]::new));
    } catch (CommandFailed e) {
      throw new ProblemException(List.of(refused(e)), e);
    }
  }

  private Problem refused(CommandFailed failure) {
    List<String> said = failure.result().errors().lines().limit(20).toList();
    if (said.stream().anyMatch(line -> line.contains("conflict"))) {
      return new Problem(
          "APPLY-CONFLICT",
          title
              + " on "
              + cluster.name()
              + ": somebody else has set fields of it to other values, and would lose them.",
          said,
          "Look at what it names. To set them as the manifests have them, run it again with:\n"
              + "-Dgitops.force");
    }
    return new Problem(
        "APPLY-REFUSED",
        title + " on " + cluster.name() + ": the API server did not take it.",
        said,
        "Mend what it names, and run the same command again. What you may do there:\n"
            + cluster.typed("auth can-i --list"));
  }

  private static Map<String, JsonNode> byKey(List<JsonNode> objects) {
    Map<String, JsonNode> byKey = new LinkedHashMap<>();
    for (JsonNode object : objects) {
      byKey.put(
          object.path("kind").asText() + "/" + object.path("metadata").path("name").asText(),
          object);
    }
    return byKey;
  }
}
