package com.hcomp.gitops.history;

import com.hcomp.gitops.history.Snapshot.State;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Lazy;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Replaced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One environment's history, worked out of the commits that touched its pin file.
 *
 * <p>Gates ask about the newest releases of every environment there is: that much is read from the
 * newest commit backwards, and no further than it takes.
 */
final class EnvironmentHistory {
  private final String name;
  private final List<Snapshot> snapshots;
  private final Map<Digest, Optional<Payload>> payloads = new ConcurrentHashMap<>();
  private final Lazy<List<Move>> moves = new Lazy<>(this::readMoves);
  private final Lazy<List<Run>> runs = new Lazy<>(this::readRuns);
  private final Lazy<Map<Digest, Integer>> places = new Lazy<>(this::readPlaces);
  private final Lazy<Map<Digest, Digest>> carriers = new Lazy<>(this::readCarriers);

  /** A commit that moved the pin, with what the pin file said before and after it. */
  private record Move(Snapshot snapshot, State before, State after) {}

  /**
   * @param snapshots the newest first
   */
  EnvironmentHistory(String name, List<Snapshot> snapshots) {
    this.name = name;
    this.snapshots = snapshots;
  }

  /**
   * The commits that moved the pin, the oldest first. One that leaves the file unreadable moves
   * nothing: its Application can't be rendered either, so the cluster keeps what it has.
   */
  private List<Move> readMoves() {
    List<Move> found = new ArrayList<>();
    State present = new State(true, Optional.empty());
    for (int i = snapshots.size() - 1; i >= 0; i--) {
      State next = snapshots.get(i).state();
      if (!next.readable()) {
        continue;
      }
      if (!next.pin().equals(present.pin())) {
        found.add(new Move(snapshots.get(i), present, next));
      }
      present = next;
    }
    return List.copyOf(found);
  }

  /** The newest first. */
  List<Run> runs() {
    return runs.get();
  }

  private List<Run> readRuns() {
    snapshots.forEach(this::notePayload);
    List<Run> found = new ArrayList<>();
    Optional<Run.End> end = Optional.empty();
    for (int i = moves.get().size() - 1; i >= 0; i--) {
      Move move = moves.get().get(i);
      Kind kind = kind(move, i);
      found.add(run(move, kind, end));
      end = Optional.of(new Run.End(move.snapshot().commit(), kind));
    }
    return List.copyOf(found);
  }

  private Run run(Move move, Kind kind, Optional<Run.End> end) {
    Optional<Pin> pin = move.after().pin();
    List<Replaced> replaced =
        move.after().environment().map(Environment::replaced).orElse(List.of());
    return new Run(
        name,
        move.snapshot().commit(),
        kind,
        move.before().pin(),
        pin,
        pin.flatMap(release -> payload(release.digest())),
        replaced,
        held(move.after()),
        end);
  }

  /** Where in the order of moves each release was pinned for the first time. */
  private Map<Digest, Integer> readPlaces() {
    Map<Digest, Integer> found = new LinkedHashMap<>();
    for (int i = 0; i < moves.get().size(); i++) {
      int place = i;
      moves.get().get(i).after().pin().ifPresent(pin -> found.putIfAbsent(pin.digest(), place));
    }
    return Collections.unmodifiableMap(found);
  }

  private Kind kind(Move move, int place) {
    if (move.after().pin().isEmpty()) {
      return Kind.REMOVAL;
    }
    if (move.before().pin().isEmpty()) {
      return Kind.FIRST_RELEASE;
    }
    Digest left = move.before().pin().get().digest();
    Digest now = move.after().pin().get().digest();
    if (left.equals(now)) {
      return Kind.CONFIGURATION;
    }
    if (places.get().getOrDefault(now, place) < place || newlyHeld(move, left)) {
      return Kind.ROLLBACK;
    }
    return samePayload(left, now) ? Kind.CONFIGURATION : Kind.PROMOTION;
  }

  private static boolean newlyHeld(Move move, Digest left) {
    List<Held> before = held(move.before());
    return held(move.after()).stream()
        .anyMatch(held -> held.pin().digest().equals(left) && !before.contains(held));
  }

  private static List<Held> held(State state) {
    return state.environment().map(Environment::held).orElse(List.of());
  }

  /** What a release carries, by any commit that has it pinned. */
  Optional<Payload> payload(Digest release) {
    return payloads.computeIfAbsent(
        release,
        digest ->
            snapshots.stream()
                .filter(snapshot -> snapshot.pins(digest))
                .flatMap(
                    snapshot -> snapshot.payload(snapshot.state().pin().orElseThrow()).stream())
                .findFirst());
  }

  /** Spares the search for it through all commits. */
  private void notePayload(Snapshot snapshot) {
    Optional<Pin> pin = snapshot.state().pin();
    if (pin.isPresent() && !payloads.containsKey(pin.get().digest())) {
      snapshot
          .payload(pin.get())
          .ifPresent(payload -> payloads.put(pin.get().digest(), Optional.of(payload)));
    }
  }

  /** Whether two releases carry the same; not, where that can't be told. */
  private boolean samePayload(Digest one, Digest other) {
    if (one.equals(other)) {
      return true;
    }
    Optional<Digest> carried = payload(one).map(Payload::fingerprint);
    return carried.isPresent() && carried.equals(payload(other).map(Payload::fingerprint));
  }

  /** Since when all pins carry the payload that is pinned now. */
  Optional<Instant> pinnedSince() {
    Optional<Instant> since = Optional.empty();
    Optional<Pin> newer = Optional.empty();
    for (Snapshot snapshot : snapshots) {
      State state = snapshot.state();
      if (!state.readable()) {
        continue;
      }
      notePayload(snapshot);
      if (state.pin().isEmpty()
          || newer.isPresent() && !samePayload(newer.get().digest(), state.pin().get().digest())) {
        break;
      }
      since = Optional.of(snapshot.commit().time());
      newer = state.pin();
    }
    return since;
  }

  /** The release that carried a payload last, by the payload's fingerprint. */
  Optional<Digest> newestWith(Digest payload) {
    return Optional.ofNullable(carriers.get().get(payload));
  }

  private Map<Digest, Digest> readCarriers() {
    Map<Digest, Digest> found = new LinkedHashMap<>();
    for (Run run : runs()) {
      if (run.pin().isPresent() && run.payload().isPresent()) {
        found.putIfAbsent(run.payload().get().fingerprint(), run.pin().get().digest());
      }
    }
    return Collections.unmodifiableMap(found);
  }

  /** Whether one release was pinned for the first time after another one was. */
  boolean isNewer(Digest release, Digest other) {
    Integer place = places.get().get(release);
    Integer otherPlace = places.get().get(other);
    return place != null && otherPlace != null && place > otherPlace;
  }

  /** The release of this version or digest, from the newest commit that has it whole. */
  Optional<PinnedRelease> release(String named) {
    Optional<PinnedRelease> newest = Optional.empty();
    for (int i = moves.get().size() - 1; i >= 0; i--) {
      Snapshot snapshot = moves.get().get(i).snapshot();
      Optional<PinnedRelease> release =
          snapshot
              .state()
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
