package com.hcomp.gitops.argocd;

import com.hcomp.gitops.argocd.Application.Condition;
import com.hcomp.gitops.argocd.Application.Deployed;
import com.hcomp.gitops.argocd.Application.HealthStatus;
import com.hcomp.gitops.argocd.Application.Operation;
import com.hcomp.gitops.argocd.Application.Resource;
import com.hcomp.gitops.argocd.Application.Result;
import com.hcomp.gitops.argocd.Application.SyncStatus;
import com.hcomp.gitops.argocd.Liveness.Broken;
import com.hcomp.gitops.argocd.Liveness.Cause;
import com.hcomp.gitops.argocd.Liveness.Live;
import com.hcomp.gitops.argocd.Liveness.Progressing;
import com.hcomp.gitops.argocd.Liveness.Unknown;
import com.hcomp.gitops.model.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges one application against one digest, and answers smaller questions about it.
 *
 * <p>A sync at this digest is not always there to be seen: Argo CD starts none where the cluster
 * already has all that the release says, as after a release that changes nothing that is rendered,
 * or after going back from one that was refused. There a later comparison with this digest proves
 * it.
 *
 * @param expected the digest that should run
 * @param application what Argo CD says
 */
record Judge(Digest expected, Application application) {
  /** So many attempts in a row are no accident. */
  private static final int REFUSALS = 3;

  /** Conditions under which Argo CD could not compare the cluster with the release. */
  private static final Set<String> UNREADABLE =
      Set.of("ComparisonError", "InvalidSpecError", "UnknownError");

  Liveness judge() {
    if (application.answer().refreshedFrom().isEmpty()) {
      return new Unknown("Argo CD was not asked to look again");
    }
    if (!follows()) {
      return new Progressing(
          "the pin to reach Argo CD, which still follows " + name(application.targetRevision()));
    }
    List<String> unreadable = unreadable(application);
    if (!unreadable.isEmpty() && is(application.sync().comparedTo())) {
      return new Broken(Cause.NOT_READABLE, "Argo CD can't read the release", unreadable);
    }
    if (isStale()) {
      String why = unreadable.isEmpty() ? "since it was asked to" : "because " + unreadable.get(0);
      return new Unknown("Argo CD has not compared " + application.name() + ", " + why);
    }
    return judgeOperation().orElseGet(this::judgeState);
  }

  /** Whether the pin has reached the application. */
  boolean follows() {
    return is(application.targetRevision());
  }

  /** Whether the cluster was found to have what the release says, and no sync is at work. */
  boolean isSynced() {
    return comparedEqual()
        && !application.operationRequested()
        && application.operation().filter(Judge::isAtWork).isEmpty();
  }

  /** Whether a sync of the pin is at work. */
  boolean isSyncing() {
    return application
        .operation()
        .filter(operation -> isAtWork(operation) && is(operation.revision()))
        .isPresent();
  }

  /** Whether a resource is as the release says, so that its pods may be judged as the release's. */
  boolean hasApplied(String kind, String name) {
    boolean applied =
        application
            .operation()
            .filter(operation -> is(operation.revision()))
            .filter(
                operation ->
                    operation.results().stream().anyMatch(result -> isApplied(result, kind, name)))
            .isPresent();
    return applied || comparedEqual();
  }

  private static boolean isApplied(Result result, String kind, String name) {
    return result.kind().equals(kind)
        && result.name().equals(name)
        && result.status().equals("Synced");
  }

  /** Empty where no sync stands in the way. */
  private Optional<Liveness> judgeOperation() {
    Operation operation = application.operation().orElse(null);
    if (operation == null) {
      return application.operationRequested() || !comparedEqual()
          ? Optional.of(waitsForSync())
          : Optional.empty();
    }
    boolean same = is(operation.revision());
    if (isAtWork(operation)) {
      return Optional.of(new Progressing(atWork(operation, same)));
    }
    if (operation.phase() == Application.Phase.UNKNOWN) {
      return Optional.of(new Unknown("Argo CD does not say how its last sync ended"));
    }
    // A failed one that does not say what it applied may well have been this one.
    boolean mine = same || operation.revision().isEmpty();
    if (operation.phase() != Application.Phase.SUCCEEDED && mine) {
      return Optional.of(new Broken(Cause.SYNC_FAILED, "the sync failed", messages(operation)));
    }
    if (application.operationRequested() || (!same && !comparedEqual())) {
      return Optional.of(waitsForSync());
    }
    // In whole seconds: the same second may have been before.
    Instant ended = operation.finishedAt().orElse(Instant.MAX);
    return application.reconciledAt().filter(at -> at.isAfter(ended)).isPresent()
        ? Optional.empty()
        : Optional.of(new Progressing("Argo CD to compare again after the sync"));
  }

  private String atWork(Operation operation, boolean same) {
    if (operation.revision().isPresent() && !same) {
      // Argo CD starts no other one until the Deployment's deadline has passed, and all retries.
      return "the sync of "
          + name(operation.revision())
          + " to end; whoever may sync can end it now: argocd app terminate-op "
          + application.name();
    }
    if (operation.finishedAt().isPresent()) {
      return "the sync's next attempt, " + operation.retries() + " failed" + why(operation);
    }
    // What is said before that is about the attempt, not about the release.
    return operation.retries() > 0 ? "the sync" : "the sync" + because(operation.message());
  }

  private static String why(Operation operation) {
    return because(String.join("; ", messages(operation)));
  }

  /**
   * Why the sync fails again and again, though Argo CD still tries; empty where it does not. A
   * webhook that starts again may refuse once or twice, what is invalid is refused for ever.
   */
  List<String> refusals() {
    return application
        .operation()
        .filter(operation -> isAtWork(operation) && operation.finishedAt().isPresent())
        .filter(operation -> is(operation.revision()) && operation.retries() >= REFUSALS)
        .map(Judge::messages)
        .orElse(List.of());
  }

  private Liveness judgeState() {
    if (application.sync().status() == SyncStatus.UNKNOWN) {
      return new Unknown("Argo CD does not know whether the cluster has the release");
    }
    if (!is(application.sync().revision())) {
      return new Progressing(
          "Argo CD to compare it; it compared " + name(application.sync().revision()));
    }
    if (application.sync().status() == SyncStatus.OUT_OF_SYNC) {
      return new Progressing("what is out of sync: " + outOfSync());
    }
    return switch (application.health().status()) {
      case HEALTHY -> new Live(deployedSince());
      case UNKNOWN -> new Unknown("Argo CD does not know how healthy the release is");
      case DEGRADED -> judgeDegraded();
      case PROGRESSING, SUSPENDED, MISSING ->
          new Progressing("health" + because(unhealthyOr(application.health().status())));
    };
  }

  /** Just after a sync the state may still be that of the release before. */
  private Liveness judgeDegraded() {
    Instant since = application.health().since().orElse(Instant.MAX);
    Instant synced =
        application
            .operation()
            .filter(operation -> is(operation.revision()))
            .flatMap(Operation::finishedAt)
            .orElse(Instant.MIN);
    Instant judged = application.answer().at().minus(Liveness.DEGRADED_FOR_GOOD);
    return since.isBefore(judged) && synced.isBefore(judged)
        ? new Broken(Cause.DEGRADED, "it is deployed, and Degraded", unhealthy())
        : new Progressing("health" + because(unhealthyOr(HealthStatus.DEGRADED)));
  }

  private Liveness waitsForSync() {
    List<String> refused = conditions(application, Set.of("SyncError"));
    boolean mine = is(application.sync().comparedTo()) && !application.operationRequested();
    return refused.isEmpty() || !mine
        ? new Progressing("the sync to start")
        : new Broken(Cause.SYNC_FAILED, "Argo CD does not start the sync", refused);
  }

  private boolean isStale() {
    Instant from = application.answer().refreshedFrom().orElse(Instant.MAX);
    return application
        .reconciledAt()
        .filter(at -> !at.plus(Liveness.CLOCK_SKEW).isBefore(from))
        .isEmpty();
  }

  private boolean comparedEqual() {
    return application.sync().status() == SyncStatus.SYNCED && is(application.sync().revision());
  }

  private boolean is(Optional<String> revision) {
    return revision.filter(expected.value()::equals).isPresent();
  }

  /** The first of the last entries that all name this digest: a repair isn't a new start. */
  private Optional<Instant> deployedSince() {
    Optional<Instant> since = Optional.empty();
    for (int i = application.history().size() - 1; i >= 0; i--) {
      Deployed entry = application.history().get(i);
      if (!entry.revision().equals(expected.value())) {
        break;
      }
      since = Optional.of(entry.at());
    }
    return since;
  }

  private String outOfSync() {
    return outOfSync(application).stream().map(Resource::label).collect(Collectors.joining(", "));
  }

  /**
   * What the cluster has: the compared digest where nothing differs, else that of the last sync.
   */
  static Optional<Digest> deployed(Application application) {
    List<Application.Deployed> history = application.history();
    Optional<String> revision =
        application.sync().status() == SyncStatus.SYNCED
            ? application.sync().revision()
            : history.isEmpty()
                ? Optional.empty()
                : Optional.of(history.get(history.size() - 1).revision());
    return revision.filter(Digest::isDigest).map(Digest::new);
  }

  static List<Resource> outOfSync(Application application) {
    return application.resources().stream()
        .filter(resource -> resource.sync() != SyncStatus.SYNCED)
        .toList();
  }

  static boolean isAtWork(Operation operation) {
    return operation.phase() == Application.Phase.RUNNING
        || operation.phase() == Application.Phase.TERMINATING;
  }

  /** Why Argo CD could not compare the cluster with its source; empty if it could. */
  static List<String> unreadable(Application application) {
    return conditions(application, UNREADABLE);
  }

  private static List<String> conditions(Application application, Set<String> types) {
    return application.conditions().stream()
        .filter(condition -> types.contains(condition.type()))
        .map(Condition::message)
        .map(Text::oneLine)
        .toList();
  }

  /** What went wrong in a sync, in the API server's own words. */
  static List<String> messages(Operation operation) {
    List<String> failures =
        operation.failures().stream()
            .map(failure -> failure.kind() + " " + failure.name() + because(failure.message()))
            .toList();
    return failures.isEmpty() && !operation.message().isBlank()
        ? List.of(Text.oneLine(operation.message()))
        : failures;
  }

  private List<String> unhealthy() {
    List<String> unhealthy =
        application.resources().stream()
            .filter(
                resource ->
                    resource.health().filter(health -> health != HealthStatus.HEALTHY).isPresent())
            .map(
                resource ->
                    resource.label()
                        + because(
                            resource.message().isEmpty()
                                ? resource.health().map(HealthStatus::toString).orElse("")
                                : resource.message()))
            .toList();
    String message = Text.oneLine(application.health().message());
    return unhealthy.isEmpty() && !message.isEmpty() ? List.of(message) : unhealthy;
  }

  private String unhealthyOr(HealthStatus status) {
    List<String> unhealthy = unhealthy();
    return unhealthy.isEmpty() ? status.toString() : String.join("; ", unhealthy);
  }

  private static String because(String message) {
    return message.isBlank() ? "" : ": " + Text.oneLine(message);
  }

  static String name(Optional<String> revision) {
    return revision
        .map(text -> Digest.isDigest(text) ? new Digest(text).abbreviated() : text)
        .orElse("nothing");
  }
}
