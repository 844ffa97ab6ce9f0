package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.ApplicationJson;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What really happened in one environment's cluster: the facts that Argo CD tells the engine, and
 * that the model judges by itself.
 */
final class ModelCluster {
  /** How an environment is on the release that is pinned. */
  enum State {
    LIVE,
    COMING,
    BROKEN
  }

  private static final Duration DEGRADED_FOR_GOOD = Duration.ofSeconds(30);

  /** A sync; a failed one changes nothing in the cluster. */
  private record Sync(Made made, Instant at, boolean failed) {}

  private final List<Sync> syncs = new ArrayList<>();
  private Made follows;
  private Sync last;
  private String health = "Healthy";
  private Instant healthSince;

  ModelCluster(Made first, Instant at) {
    follows = first;
    last = new Sync(first, at, false);
    syncs.add(last);
    healthSince = at;
  }

  /** The pin has reached Argo CD. */
  void notice(Made pinned) {
    follows = pinned;
  }

  /**
   * The cluster gets what is pinned. What it has already, Argo CD neither syncs nor writes down,
   * unless somebody asks for it.
   */
  void sync(Made pinned, Instant now, boolean askedFor) {
    notice(pinned);
    if (askedFor || !running().rendersLike(pinned)) {
      last = new Sync(pinned, now, false);
      syncs.add(last);
    }
  }

  /** The API server refuses what is pinned. */
  void refuse(Made pinned, Instant now) {
    notice(pinned);
    if (!running().rendersLike(pinned)) {
      last = new Sync(pinned, now, true);
    }
  }

  void health(String status, Instant now) {
    if (!health.equals(status)) {
      health = status;
      healthSince = now;
    }
  }

  private Made running() {
    return syncs.get(syncs.size() - 1).made();
  }

  State state(Made pinned, Instant now) {
    if (!follows.equals(pinned)) {
      return State.COMING;
    }
    if (last.failed() && last.made().equals(pinned)) {
      return State.BROKEN;
    }
    if (!running().rendersLike(pinned) || health.equals("Progressing")) {
      return State.COMING;
    }
    if (health.equals("Healthy")) {
      return State.LIVE;
    }
    Instant limit = now.minus(DEGRADED_FOR_GOOD);
    boolean justSynced = last.made().equals(pinned) && !last.at().isBefore(limit);
    return healthSince.isBefore(limit) && !justSynced ? State.BROKEN : State.COMING;
  }

  Instant healthSince() {
    return healthSince;
  }

  /**
   * When the manifests came into the cluster that it has: with the first of the last syncs that
   * carried this payload, or with the last sync of all where none was needed for it.
   */
  Instant manifestsSince(ModelEnvironment.Load load) {
    int first = syncs.size() - 1;
    while (first > 0
        && syncs.get(first).made().load().equals(load)
        && syncs.get(first - 1).made().load().equals(load)) {
      first--;
    }
    return syncs.get(first).at();
  }

  /** The same as Argo CD writes it. */
  String json(String application, Function<Made, Digest> digests, Instant now) {
    Digest followed = digests.apply(follows);
    ApplicationJson json = new ApplicationJson(application, followed).neverDeployed();
    syncs.forEach(sync -> json.deployed(digests.apply(sync.made()), sync.at()));
    json.operation(last.failed() ? "Failed" : "Succeeded", digests.apply(last.made()), last.at());
    json.sync(running().rendersLike(follows) ? "Synced" : "OutOfSync", followed);
    json.health(health, healthSince);
    json.comparedAt(now);
    return json.toString();
  }
}
