package com.hcomp.gitops.argocd;

import com.hcomp.gitops.argocd.Application.Operation;
import com.hcomp.gitops.argocd.Application.Phase;
import com.hcomp.gitops.argocd.Application.SyncStatus;
import com.hcomp.gitops.model.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the root application for as long as somebody waits for a pin to come down from it, and
 * tells when none will come. Several environments share one.
 */
final class RootWatch {
  /** Git hosts and caches may show a push late. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private final ArgoCd argoCd;
  private final String name;
  private final Clock clock;
  private final Duration interval;
  private @Nullable Instant looked;
  private State state = new State("Argo CD to read Git", List.of(), false);
  private @Nullable Instant stuckSince;

  RootWatch(ArgoCd argoCd, String name, Clock clock, Wait.Settings settings) {
    this.argoCd = argoCd;
    this.name = name;
    this.clock = clock;
    this.interval = settings.interval();
  }

  /**
   * @param text what is waited for, or what is wrong
   * @param details the messages of Argo CD, as they are
   * @param stuck whether no pin comes down as long as nobody does something
   */
  record State(String text, List<String> details, boolean stuck) {
    State {
      details = List.copyOf(details);
    }
  }

  /** Looks again, unless somebody else just did. */
  synchronized State look() {
    Instant now = clock.instant();
    if (looked == null || !now.isBefore(looked.plus(interval))) {
      State found = read();
      looked = clock.instant();
      if (!found.stuck()) {
        stuckSince = null;
      } else if (stuckSince == null) {
        stuckSince = now;
      }
      boolean lasting = stuckSince != null && !now.isBefore(stuckSince.plus(LATE));
      state = new State(found.text(), found.details(), lasting);
    }
    return state;
  }

  private State read() {
    try {
      return argoCd
          .find(name, Refresh.NORMAL)
          .map(this::judge)
          .orElseGet(
              () -> stuck("Argo CD has no application " + name + " to hand on pins", List.of()));
    } catch (ProblemException e) {
      return new State("Argo CD to answer about " + name, List.of(e.getMessage()), false);
    }
  }

  private State judge(Application root) {
    List<String> unreadable = Judge.unreadable(root);
    if (!unreadable.isEmpty()) {
      return stuck("Argo CD can't read the pins from Git (application " + name + ")", unreadable);
    }
    if (root.operationRequested() || root.operation().filter(Judge::isAtWork).isPresent()) {
      return new State("Argo CD to sync " + name, List.of(), false);
    }
    Optional<Operation> failed =
        root.operation()
            .filter(operation -> operation.phase() != Phase.SUCCEEDED)
            .filter(operation -> operation.revision().equals(root.sync().revision()));
    if (failed.isPresent()) {
      return stuck(
          "Argo CD can't sync the pins (application " + name + ")", Judge.messages(failed.get()));
    }
    if (root.sync().status() == SyncStatus.SYNCED) {
      List<String> details = new ArrayList<>();
      root.sync().revision().ifPresent(revision -> details.add("it read Git's " + revision));
      return stuck("Argo CD finds another pin in Git (application " + name + ")", details);
    }
    return new State("Argo CD to sync " + name, List.of(), false);
  }

  private static State stuck(String text, List<String> details) {
    return new State(text, details, true);
  }
}
