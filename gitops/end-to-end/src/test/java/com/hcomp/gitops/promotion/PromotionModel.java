package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.promotion.ModelCluster.State;
import com.hcomp.gitops.promotion.ModelEnvironment.Load;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import com.hcomp.gitops.promotion.ModelEnvironment.Ran;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The environments and the gates between them, said once more from docs/promotion.md without the
 * engine's code: what is where, and what may get in.
 */
final class PromotionModel {
  /** The same in the engine's words; the window and the check are in {@link #calendar}. */
  static final String POLICY =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
          soak: PT30M
        - name: prd-us
          from: prd-eu
          windows:
            - days: [mon, tue, wed, thu, fri, sat, sun]
              from: "06:00"
              to: "20:00"
              zone: UTC
        - name: prd-ap
          from: prd-eu
          soak: PT40M
          checks:
            - name: version
              version: {}
      """;

  private static final Map<String, String> FROM =
      Map.of("prd-eu", "stg", "prd-us", "prd-eu", "prd-ap", "prd-eu");
  private static final Map<String, Duration> SOAK =
      Map.of(
          "prd-eu", Duration.ofMinutes(30),
          "prd-us", Duration.ZERO,
          "prd-ap", Duration.ofMinutes(40));
  private static final Duration SETTLING = Duration.ofSeconds(15);

  static final List<String> NAMES = List.of("stg", "prd-eu", "prd-us", "prd-ap");

  /**
   * What may get in from the environment before.
   *
   * @param made the release there
   * @param ran how long it had run when it was replaced; empty for what is pinned
   */
  record Candidate(Made made, Optional<Duration> ran) {}

  private final Clock clock;
  final Map<String, ModelEnvironment> environments = new LinkedHashMap<>();
  final Map<String, ModelCluster> clusters = new LinkedHashMap<>();

  /** All that was ever built, the newest last. */
  final List<Load> builds = new ArrayList<>();

  boolean checkIsGood = true;

  /** All environments run the same, since two hours. */
  PromotionModel(Clock clock, Load first, int replicas) {
    this.clock = clock;
    builds.add(first);
    Instant since = clock.instant().minus(Duration.ofHours(2));
    for (String name : NAMES) {
      Made made = new Made(0, first, replicas);
      environments.put(name, new ModelEnvironment(name, made, since));
      clusters.put(name, new ModelCluster(made, since));
    }
  }

  Instant now() {
    return clock.instant();
  }

  Load newest() {
    return builds.get(builds.size() - 1);
  }

  ModelEnvironment environment(String name) {
    return known(environments.get(name));
  }

  ModelCluster cluster(String name) {
    return known(clusters.get(name));
  }

  private static <T> T known(@org.jspecify.annotations.Nullable T found) {
    return Optional.ofNullable(found).orElseThrow();
  }

  static Optional<String> from(String name) {
    return Optional.ofNullable(FROM.get(name));
  }

  private static boolean isUpstream(String name) {
    return FROM.containsValue(name);
  }

  State state(String name) {
    return cluster(name).state(environment(name).pinned(), now());
  }

  /** Since when an environment has had the payload that it is pinned to. */
  private Instant occupiedSince(String name) {
    Instant manifests = cluster(name).manifestsSince(environment(name).pinned().load());
    Instant pinned = environment(name).pinnedSince();
    return manifests.isAfter(pinned) ? manifests : pinned;
  }

  /** How long what is pinned has run, if it does and others could be promoted from there. */
  Optional<Duration> ran(String name) {
    return isUpstream(name) && state(name) == State.LIVE
        ? Optional.of(Duration.between(occupiedSince(name), now()))
        : Optional.empty();
  }

  /** What an environment offers by itself: what is pinned, then what was replaced. */
  List<Candidate> offers(String from) {
    ModelEnvironment environment = environment(from);
    List<Candidate> offers = new ArrayList<>();
    offers.add(new Candidate(environment.pinned(), Optional.empty()));
    for (Ran ran : environment.replaced) {
      if (!environment.holds(ran.made())) {
        offers.add(new Candidate(ran.made(), Optional.of(ran.soaked())));
      }
    }
    return offers;
  }

  /** The gates that hold a candidate back. */
  Set<GateName> closed(String target, Candidate candidate, boolean named, boolean argoCd) {
    String from = from(target).orElseThrow();
    Set<GateName> closed = calendar(target);
    Duration soak = known(SOAK.get(target));
    boolean live;
    boolean soaked;
    if (candidate.ran().isPresent()) {
      live = !candidate.ran().get().isZero();
      soaked = candidate.ran().get().compareTo(soak) >= 0;
    } else {
      live = argoCd && state(from) == State.LIVE;
      soaked =
          live
              && !occupiedSince(from).plus(soak).isAfter(now())
              && !cluster(from).healthSince().plus(SETTLING).isAfter(now());
    }
    if (!live) {
      closed.add(GateName.UPSTREAM);
    }
    if (!soaked && !soak.isZero()) {
      closed.add(GateName.SOAK);
    }
    if (!named && isHeld(target, from, candidate.made())) {
      closed.add(GateName.HELD);
    }
    for (String sibling : siblings(target)) {
      boolean runsIt = environment(sibling).pinned().load().equals(candidate.made().load());
      if (runsIt && (!argoCd || state(sibling) == State.BROKEN)) {
        closed.add(GateName.WAVE);
      }
    }
    return closed;
  }

  private boolean isHeld(String target, String from, Made made) {
    return environment(target).holds(made.load())
        || environment(from).holds(made)
        || siblings(target).stream().anyMatch(name -> environment(name).holds(made.load()));
  }

  private static List<String> siblings(String target) {
    return NAMES.stream()
        .filter(name -> !name.equals(target) && from(name).equals(from(target)))
        .toList();
  }

  /** The gates that hold back whatever it is. */
  Set<GateName> calendar(String target) {
    EnumSet<GateName> closed = EnumSet.noneOf(GateName.class);
    LocalTime time = LocalTime.ofInstant(now(), ZoneOffset.UTC);
    boolean open = !time.isBefore(LocalTime.of(6, 0)) && time.isBefore(LocalTime.of(20, 0));
    if (target.equals("prd-us") && !open) {
      closed.add(GateName.WINDOW);
    }
    if (target.equals("prd-ap") && !checkIsGood) {
      closed.add(GateName.CHECK);
    }
    return closed;
  }

  /**
   * What would be promoted by itself.
   *
   * @param asked gets each candidate that was looked at
   */
  Optional<Candidate> choose(String target, boolean argoCd, List<Candidate> asked) {
    Optional<String> from = from(target);
    if (from.isEmpty()) {
      return Optional.empty();
    }
    ModelEnvironment before = environment(from.get());
    Load running = environment(target).pinned().load();
    Optional<Made> present = before.newestWith(running);
    for (Candidate candidate : offers(from.get())) {
      if (candidate.made().load().equals(running)
          || present.isEmpty()
          || !isNewer(before, candidate.made(), present.get())) {
        return Optional.empty();
      }
      asked.add(candidate);
      if (closed(target, candidate, false, argoCd).isEmpty()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean isNewer(ModelEnvironment environment, Made made, Made other) {
    Map<Integer, Integer> places = environment.places();
    return known(places.get(made.version())) > known(places.get(other.version()));
  }
}
