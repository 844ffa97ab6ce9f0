package com.hcomp.gitops.promotion;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One environment as the model remembers it: in the model's words, and by its own rules. */
final class ModelEnvironment {
  private static final int MOST_REPLACED = 5;

  /** A payload: the chart's last number, and the image's tag. */
  record Load(int chart, String image) {}

  /**
   * A release of one environment; a config module that is to become one.
   *
   * @param version the last number of its version, which stands for this content for ever
   */
  record Made(int version, Load load, int replicas) {
    boolean hasSameContent(Made other) {
      return load.equals(other.load) && replicas == other.replicas;
    }

    /** The chart's version is in no manifest. */
    boolean rendersLike(Made other) {
      return load.image.equals(other.load.image) && replicas == other.replicas;
    }

    @Override
    public String toString() {
      return "1.0." + version + "(" + load.image + "/" + load.chart + " x" + replicas + ")";
    }
  }

  /** What was pinned from a moment on. */
  record Pinned(Made made, Instant at) {}

  /** What was replaced after it had run for so long. */
  record Ran(Made made, Duration soaked) {}

  /** What a rollback left: with its payload, or that release alone. */
  record Hold(Made made, boolean withPayload) {
    boolean holds(Load load) {
      return withPayload && made.load.equals(load);
    }
  }

  final String name;
  final List<Pinned> pins = new ArrayList<>();
  final TreeMap<Integer, Made> published = new TreeMap<>();
  List<Ran> replaced = List.of();
  List<Hold> held = List.of();
  Made config;

  ModelEnvironment(String name, Made first, Instant at) {
    this.name = name;
    this.config = first;
    pins.add(new Pinned(first, at));
    published.put(first.version(), first);
  }

  Made pinned() {
    return pins.get(pins.size() - 1).made();
  }

  boolean isEdited() {
    return config.version() != pinned().version();
  }

  boolean holds(Load load) {
    return held.stream().anyMatch(hold -> hold.holds(load));
  }

  /** Whether it holds one of its own releases. */
  boolean holds(Made made) {
    return holds(made.load())
        || held.stream().anyMatch(hold -> hold.made().version() == made.version());
  }

  /** The version of its next release: above all that are published. */
  int nextVersion() {
    return Math.max(config.version(), published.lastKey() + 1);
  }

  /** The release that would carry a payload: one that a run left unpinned, or a new one. */
  Made next(Load load) {
    Made newest = published.lastEntry().getValue();
    Made wanted = new Made(nextVersion(), load, config.replicas());
    return newest.version() > pinned().version() && newest.hasSameContent(wanted) ? newest : wanted;
  }

  /** Whether its config module's version is published with other content. */
  boolean clashes() {
    Made there = published.get(config.version());
    return there != null && !there.equals(config);
  }

  void publish(Made made) {
    Made before = published.put(made.version(), made);
    if (before != null && !before.equals(made)) {
      throw new AssertionError(name + ": " + made + " would overwrite " + before);
    }
  }

  /** Pins a release, with the config module that it was made of; what it held, it holds no more. */
  void pin(Made made, Instant now, Optional<Duration> leftRanFor) {
    List<Ran> ran = new ArrayList<>(replaced);
    leftRanFor.ifPresent(soaked -> ran.add(0, new Ran(pinned(), soaked)));
    replaced = needed(ran, made);
    held =
        held.stream()
            .filter(hold -> !hold.holds(made.load()) && hold.made().version() != made.version())
            .toList();
    pins.add(new Pinned(made, now));
    config = made;
  }

  /** Goes back to a release; what is left is held. */
  void back(Made made, Instant now) {
    Made left = pinned();
    pin(made, now, Optional.empty());
    List<Hold> holds = new ArrayList<>(held);
    holds.add(0, new Hold(left, !left.load().equals(made.load())));
    held = List.copyOf(holds);
  }

  private static List<Ran> needed(List<Ran> ran, Made pinned) {
    List<Ran> needed = new ArrayList<>();
    Duration longest = Duration.ofSeconds(-1);
    for (Ran each : ran) {
      if (each.made().version() != pinned.version()
          && each.soaked().compareTo(longest) > 0
          && needed.size() < MOST_REPLACED) {
        needed.add(each);
        longest = each.soaked();
      }
    }
    return List.copyOf(needed);
  }

  /** Since when all pins carry the payload that is pinned now. */
  Instant pinnedSince() {
    int first = pins.size() - 1;
    while (first > 0 && pins.get(first - 1).made().load().equals(pinned().load())) {
      first--;
    }
    return pins.get(first).at();
  }

  /** Where each release stands in the order in which it was pinned for the first time. */
  Map<Integer, Integer> places() {
    Map<Integer, Integer> places = new LinkedHashMap<>();
    for (Pinned pinned : pins) {
      places.putIfAbsent(pinned.made().version(), places.size());
    }
    return places;
  }

  /** The release that carried a payload last. */
  Optional<Made> newestWith(Load load) {
    for (int i = pins.size() - 1; i >= 0; i--) {
      if (pins.get(i).made().load().equals(load)) {
        return Optional.of(pins.get(i).made());
      }
    }
    return Optional.empty();
  }
}
