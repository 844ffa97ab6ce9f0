package com.hcomp.gitops.argocd;

import com.hcomp.gitops.argocd.Application.Operation;
import com.hcomp.gitops.argocd.Application.Phase;
import com.hcomp.gitops.argocd.Application.SyncStatus;
import com.hcomp.gitops.model.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
  private State state = waitsFor("Argo CD to read Git", List.of());
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
   * @param wrong whether something looks wrong
   * @param lasting whether it has for so long that no pin comes down unless somebody acts
   */
  record State(String text, List<String> details, boolean wrong, boolean lasting) {
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
      if (!found.wrong()) {
        stuckSince = null;
      } else if (stuckSince == null) {
        stuckSince = now;
      }
      boolean lasting = stuckSince != null && !now.isBefore(stuckSince.plus(LATE));
      state = new State(found.text(), found.details(), found.wrong(), lasting);
    }
    return state;
  }

  private State read() {
    try {
      return argoCd
          .find(name, Refresh.NORMAL)
          .map(this::judge)
          .orElseGet(
              () -> wrong("Argo CD has no application " + name + " to hand on pins", List.of()));
    } catch (ProblemException e) {
      return waitsFor("Argo CD to answer about " + name, List.of(e.problems().get(0).summary()));
    }
  }

  private State judge(Application root) {
    List<String> unreadable = Judge.unreadable(root);
    if (!unreadable.isEmpty()) {
      return wrong("Argo CD can't read the pins from Git (application " + name + ")", unreadable);
    }
    if (root.operationRequested() || root.operation().filter(Judge::isAtWork).isPresent()) {
      return waitsFor("Argo CD to sync " + name, List.of());
    }
    Optional<Operation> failed =
        root.operation()
            .filter(operation -> operation.phase() != Phase.SUCCEEDED)
            .filter(operation -> operation.revision().equals(root.sync().revision()));
    if (failed.isPresent()) {
      return wrong(
          "Argo CD can't sync the pins (application " + name + ")", Judge.messages(failed.get()));
    }
    if (root.sync().status() == SyncStatus.SYNCED) {
      String revision = Judge.name(root.sync().revision());
      return wrong(
          "Argo CD has synced " + name + ", and this pin was not in it",
          List.of("Git at " + revision + " was read. Is the pin pushed?"));
    }
    return waitsFor("Argo CD to sync " + name, List.of());
  }

  private static State wrong(String text, List<String> details) {
    return new State(text, details, true, false);
  }

  private static State waitsFor(String text, List<String> details) {
    return new State(text, details, false, false);
  }
}
