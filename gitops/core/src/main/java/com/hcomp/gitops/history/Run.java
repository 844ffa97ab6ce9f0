package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Commit;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A time in which an environment was pinned to one release, or to none after it had been.
 *
 * @param environment the environment
 * @param commit what began it; its trailers are for people, as squash merges lose them
 * @param kind what that commit did
 * @param before what was pinned before
 * @param pin what was pinned then; empty for a removal
 * @param payload what that release carries; empty where its config module can't be found in Git
 * @param replaced what the commit left in the pin file, newest first
 * @param held what the commit left in the pin file, newest first
 * @param end what ended it; empty for what is pinned now
 */
public record Run(
    String environment,
    Commit commit,
    Kind kind,
    Optional<Pin> before,
    Optional<Pin> pin,
    Optional<Payload> payload,
    List<Replaced> replaced,
    List<Held> held,
    Optional<End> end) {
  public Run {
    replaced = List.copyOf(replaced);
    held = List.copyOf(held);
  }

  /**
   * @param commit which moved or removed the pin
   * @param kind what that commit did
   */
  public record End(Commit commit, Kind kind) {}

  public Instant since() {
    return commit.time();
  }

  /** For how long, up to a moment if it hasn't ended. */
  public Duration length(Instant now) {
    return Duration.between(since(), end.map(last -> last.commit().time()).orElse(now));
  }

  /** The rollback that ended it; empty if something else did, or nothing has. */
  public Optional<Commit> rolledBackBy() {
    return end.filter(last -> last.kind() == Kind.ROLLBACK).map(End::commit);
  }
}
