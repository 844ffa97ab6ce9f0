package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An Argo CD application as one answer had it. What the answer lacked is empty or UNKNOWN, never
 * assumed to be fine.
 *
 * @param name the application's name
 * @param project its AppProject
 * @param destination where its resources go
 * @param source the URL of what it reads: for an environment its releases in the registry
 * @param targetRevision what it follows: for an environment its pin's digest
 * @param sync what Argo CD found when it last compared
 * @param health the worst of its resources
 * @param operation the last sync, running or ended
 * @param operationRequested whether a sync was asked for and has not ended
 * @param reconciledAt when it was last compared with its source, in whole seconds
 * @param history what was synced and when, oldest first
 * @param conditions errors and warnings
 * @param resources what it manages
 * @param images what its pods run
 * @param answer how this answer came about
 */
public record Application(
    String name,
    String project,
    Destination destination,
    String source,
    Optional<String> targetRevision,
    Sync sync,
    Health health,
    Optional<Operation> operation,
    boolean operationRequested,
    Optional<Instant> reconciledAt,
    List<Deployed> history,
    List<Condition> conditions,
    List<Resource> resources,
    List<String> images,
    Answer answer) {

  public Application {
    history = List.copyOf(history);
    conditions = List.copyOf(conditions);
    resources = List.copyOf(resources);
    images = List.copyOf(images);
  }

  /**
   * An application as its cluster keeps it: what Argo CD found when it last compared by itself.
   *
   * @param resource the object of kind Application, in JSON
   */
  public static Application ofResource(JsonNode resource) {
    Answer answer = new Answer(Optional.empty(), Instant.now());
    return ApplicationReader.application(resource, answer).asIfRefreshed();
  }

  /** The same, as if the last comparison had been asked for. */
  Application asIfRefreshed() {
    return new Application(
        name,
        project,
        destination,
        source,
        targetRevision,
        sync,
        health,
        operation,
        operationRequested,
        reconciledAt,
        history,
        conditions,
        resources,
        images,
        new Answer(Optional.of(reconciledAt.orElse(answer.at())), answer.at()));
  }

  /**
   * @param cluster the cluster's name in Argo CD; empty where only its URL is given
   * @param server the cluster's URL; empty where only its name is given
   * @param namespace the namespace
   */
  public record Destination(String cluster, String server, String namespace) {}

  /**
   * @param status the verdict
   * @param revision what was compared with the cluster
   * @param comparedTo the target revision that the comparison was made for; unlike the revision it
   *     is also known where the source could not be read
   * @param comparedSource the URL of what was read for it; empty where it was never compared
   */
  public record Sync(
      SyncStatus status,
      Optional<String> revision,
      Optional<String> comparedTo,
      String comparedSource) {}

  /**
   * @param status the verdict
   * @param message why; may be empty
   * @param since when the status last changed
   */
  public record Health(HealthStatus status, String message, Optional<Instant> since) {}

  /**
   * A sync.
   *
   * @param phase how far it is
   * @param message what it says, such as the API server's refusal; may be empty
   * @param revision what it applies
   * @param startedAt when it began
   * @param finishedAt when it ended; a running one that has this will be tried again
   * @param retries how often it was tried again
   * @param results what became of each resource
   */
  public record Operation(
      Phase phase,
      String message,
      Optional<String> revision,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      int retries,
      List<Result> results) {
    public Operation {
      results = List.copyOf(results);
    }

    /** What could not be applied. */
    public List<Result> failures() {
      return results.stream().filter(Result::failed).toList();
    }
  }

  /**
   * @param kind such as Deployment
   * @param name the resource's name
   * @param status Synced, SyncFailed, Pruned or PruneSkipped; empty for hooks
   * @param hookPhase how a hook ended; empty for most resources
   * @param message the API server's own words
   */
  public record Result(String kind, String name, String status, String hookPhase, String message) {
    boolean failed() {
      return status.equals("SyncFailed") || hookPhase.equals("Failed") || hookPhase.equals("Error");
    }
  }

  /**
   * @param revision what was synced
   * @param at when that sync ended
   */
  public record Deployed(String revision, Instant at) {}

  /**
   * @param type such as ComparisonError
   * @param message its text
   */
  public record Condition(String type, String message) {}

  /**
   * @param kind such as Deployment
   * @param namespace empty for what belongs to no namespace
   * @param name the resource's name
   * @param sync whether it is as the source says
   * @param health empty for kinds that have none
   * @param message why it isn't healthy; may be empty
   */
  public record Resource(
      String kind,
      String namespace,
      String name,
      SyncStatus sync,
      Optional<HealthStatus> health,
      String message) {
    /** {@code Deployment hcomp-app}. */
    public String label() {
      return kind + " " + name;
    }
  }

  /**
   * @param refreshedFrom the moment, by Argo CD's clock in whole seconds, from which on the refresh
   *     that this answer waited for was made; empty where no refresh was asked for
   * @param at when Argo CD answered, by its own clock
   */
  public record Answer(Optional<Instant> refreshedFrom, Instant at) {}

  /** Whether the cluster has what the source says. */
  public enum SyncStatus {
    SYNCED("Synced"),
    OUT_OF_SYNC("OutOfSync"),
    UNKNOWN("Unknown");

    private final String text;

    SyncStatus(String text) {
      this.text = text;
    }

    static SyncStatus of(String text) {
      for (SyncStatus status : values()) {
        if (status.text.equals(text)) {
          return status;
        }
      }
      return UNKNOWN;
    }

    /** Argo CD's own word. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** How an application or a resource is. */
  public enum HealthStatus {
    HEALTHY,
    PROGRESSING,
    DEGRADED,
    SUSPENDED,
    MISSING,
    UNKNOWN;

    static HealthStatus of(String text) {
      for (HealthStatus status : values()) {
        if (status.toString().equals(text)) {
          return status;
        }
      }
      return UNKNOWN;
    }

    /** Argo CD's own word. */
    @Override
    public String toString() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /** How far a sync is. */
  public enum Phase {
    RUNNING,
    TERMINATING,
    SUCCEEDED,
    FAILED,
    ERROR,
    UNKNOWN;

    static Phase of(String text) {
      for (Phase phase : values()) {
        if (phase.name().equalsIgnoreCase(text)) {
          return phase;
        }
      }
      return UNKNOWN;
    }
  }
}
