package com.hcomp.gitops.history;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Replaced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One environment's history, worked out of the commits that touched its pin file. What releases
 * carry takes longest to read, so it is read when it is asked for.
 */
final class EnvironmentHistory {
  private final List<Move> moves;
  private final Map<Digest, List<Move>> byRelease = new LinkedHashMap<>();
  private final Map<Digest, Integer> places = new LinkedHashMap<>();
  private final Map<Digest, Optional<Payload>> payloads = new ConcurrentHashMap<>();

  /** A commit that moved the pin, with the environment before and after it. */
  private record Move(
      Snapshot snapshot, Optional<Environment> before, Optional<Environment> after) {
    Optional<Pin> left() {
      return before.flatMap(Environment::pin);
    }

    Optional<Pin> pin() {
      return after.flatMap(Environment::pin);
    }
  }

  /**
   * @param snapshots the oldest first
   */
  EnvironmentHistory(List<Snapshot> snapshots) {
    this.moves = moves(snapshots);
    for (Move move : moves) {
      if (move.pin().isPresent()) {
        Digest release = move.pin().get().digest();
        places.putIfAbsent(release, places.size());
        byRelease.computeIfAbsent(release, any -> new ArrayList<>()).add(move);
      }
    }
  }

  /**
   * A commit that leaves the file unreadable moves nothing: its Application can't be rendered
   * either, so the cluster keeps what it has.
   */
  private static List<Move> moves(List<Snapshot> snapshots) {
    List<Move> moves = new ArrayList<>();
    Optional<Environment> present = Optional.empty();
    for (Snapshot snapshot : snapshots) {
      try {
        Move move = new Move(snapshot, present, snapshot.environment());
        present = move.after();
        if (!move.left().equals(move.pin())) {
          moves.add(move);
        }
      } catch (ProblemException unreadable) {
        continue;
      }
    }
    return moves;
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    Set<Digest> pinned = new LinkedHashSet<>();
    for (Move move : moves) {
      kinds.add(kind(move, pinned));
      move.pin().ifPresent(pin -> pinned.add(pin.digest()));
    }
    return kinds;
  }

  private Kind kind(Move move, Set<Digest> pinnedBefore) {
    if (move.pin().isEmpty()) {
      return Kind.REMOVAL;
    }
    if (move.left().isEmpty()) {
      return Kind.FIRST_RELEASE;
    }
    Digest left = move.left().get().digest();
    Digest now = move.pin().get().digest();
    if (left.equals(now)) {
      return Kind.CONFIGURATION;
    }
    if (pinnedBefore.contains(now) || newlyHeld(move, left)) {
      return Kind.ROLLBACK;
    }
    return samePayload(left, now) ? Kind.CONFIGURATION : Kind.PROMOTION;
  }

  private static boolean newlyHeld(Move move, Digest left) {
    List<Held> before = move.before().map(Environment::held).orElse(List.of());
    List<Held> after = move.after().map(Environment::held).orElse(List.of());
    return after.stream()
        .anyMatch(held -> held.pin().digest().equals(left) && !before.contains(held));
  }

  private Run run(Move move, Kind kind, Optional<Run.End> end) {
    List<Replaced> replaced = move.after().map(Environment::replaced).orElse(List.of());
    List<Held> held = move.after().map(Environment::held).orElse(List.of());
    return new Run(
        move.snapshot().name(),
        move.snapshot().commit(),
        kind,
        move.left(),
        move.pin(),
        move.pin().flatMap(pin -> payload(pin.digest())),
        replaced,
        held,
        end);
  }

  /** The newest first. */
  List<Run> runs() {
    List<Kind> kinds = kinds();
    List<Run> runs = new ArrayList<>();
    Optional<Run.End> end = Optional.empty();
    for (int i = moves.size() - 1; i >= 0; i--) {
      Move move = moves.get(i);
      runs.add(run(move, kinds.get(i), end));
      end = Optional.of(new Run.End(move.snapshot().commit(), kinds.get(i)));
    }
    return List.copyOf(runs);
  }

  /** What a release carries, by any commit that pinned it. */
  Optional<Payload> payload(Digest release) {
    return payloads.computeIfAbsent(
        release,
        digest ->
            byRelease.getOrDefault(digest, List.of()).stream()
                .flatMap(move -> move.snapshot().payload(move.pin().orElseThrow()).stream())
                .findFirst());
  }

  /** Since when all pins carry the payload that is pinned now. */
  Optional<Instant> pinnedSince() {
    Optional<Instant> since = Optional.empty();
    Optional<Digest> newer = Optional.empty();
    for (int i = moves.size() - 1; i >= 0; i--) {
      Optional<Digest> release = moves.get(i).pin().map(Pin::digest);
      if (release.isEmpty() || newer.isPresent() && !samePayload(newer.get(), release.get())) {
        break;
      }
      since = Optional.of(moves.get(i).snapshot().commit().time());
      newer = release;
    }
    return since;
  }

  /** Whether two releases carry the same; not, where that can't be told. */
  boolean samePayload(Digest one, Digest other) {
    return one.equals(other)
        || payload(one)
            .map(Payload::fingerprint)
            .filter(
                print -> payload(other).map(Payload::fingerprint).filter(print::equals).isPresent())
            .isPresent();
  }

  /** Where in the order of first pinnings a release is; -1 if it never was pinned. */
  int place(Digest release) {
    return places.getOrDefault(release, -1);
  }

  /** The release of this version or digest, from the newest commit that has it whole. */
  Optional<PinnedRelease> release(String named) {
    Optional<PinnedRelease> newest = Optional.empty();
    for (int i = moves.size() - 1; i >= 0; i--) {
      Snapshot snapshot = moves.get(i).snapshot();
      Optional<PinnedRelease> release =
          moves
              .get(i)
              .pin()
              .filter(pin -> isNamed(pin, named))
              .map(pin -> new PinnedRelease(pin, snapshot.commit(), snapshot.payload(pin)));
      if (release.flatMap(PinnedRelease::payload).isPresent()) {
        return release;
      }
      newest = newest.or(() -> release);
    }
    return newest;
  }

  private static boolean isNamed(Pin pin, String named) {
    return pin.digest().value().equals(named) || pin.version().value().equals(named);
  }
}
