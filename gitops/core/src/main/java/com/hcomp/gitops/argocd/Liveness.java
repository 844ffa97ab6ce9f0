package com.hcomp.gitops.argocd;

import com.hcomp.gitops.model.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether an application runs exactly one digest, judged from one answer of Argo CD. Only what was
 * seen counts: what is missing, old or about another digest never makes a release live.
 */
public sealed interface Liveness {
  /** Degraded for this long is no passing state. Autoscalers without figures yet start so. */
  Duration DEGRADED_FOR_GOOD = Duration.ofSeconds(30);

  /** How far apart the clocks of Argo CD's server and controller may be. */
  Duration CLOCK_SKEW = Duration.ofSeconds(5);

  /**
   * The judgement. Live is what Argo CD, asked to refresh, compared with the cluster later than its
   * last sync ended, found equal to this digest, and healthy; and the sync of this digest, if one
   * was needed, succeeded.
   *
   * @param expected the pin's digest
   * @param application an answer to a refresh; any other is Unknown
   */
  static Liveness judge(Digest expected, Application application) {
    return new Judge(expected, application).judge();
  }

  /**
   * The judgement of what Argo CD knew, however old that is: to tell people, and to say no. It
   * never decides that something may go on.
   *
   * @param application an answer of any kind
   */
  static Liveness asKnown(Digest expected, Application application) {
    return new Judge(expected, application.asIfRefreshed()).judge();
  }

  /**
   * It runs.
   *
   * @param since since when the digest has been deployed without a break; empty where Argo CD never
   *     had to sync it, because the cluster had all of it already
   */
  record Live(Optional<Instant> since) implements Liveness {}

  /**
   * It may still get there by itself.
   *
   * @param waitsFor what is missing, in a few words
   */
  record Progressing(String waitsFor) implements Liveness {}

  /**
   * It gets there no more, unless somebody changes something.
   *
   * @param cause what kind of failure
   * @param reason what failed, in a few words
   * @param details the messages of Argo CD or Kubernetes, as they are
   */
  record Broken(Cause cause, String reason, List<String> details) implements Liveness {
    public Broken {
      details = List.copyOf(details);
    }
  }

  /**
   * It can't be told, so nothing may rely on it.
   *
   * @param why what could not be read
   */
  record Unknown(String why) implements Liveness {}

  /** Kinds of failure. */
  enum Cause {
    /** The release can't be read or rendered, such as a digest that the registry doesn't have. */
    NOT_READABLE,
    /** The cluster refused the release, or a hook failed. */
    SYNC_FAILED,
    /** It is deployed and does not work. */
    DEGRADED
  }
}
