package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that somebody or something does. Numbers choose among what is there at that moment, so
 * that every sequence means something.
 */
sealed interface ModelAction {
  /** A new image is built; with a new chart or without. */
  record Build(boolean chart) implements ModelAction {}

  /** A build that staging gets, and its soak. */
  record Ship(Duration soak) implements ModelAction {}

  /** The local platform's deploy: staging gets the newest build, all else is published as it is. */
  record Deliver() implements ModelAction {}

  /** A person edits a config module, bumps its version, and merges that. */
  record Edit(String environment, int replicas, boolean publish) implements ModelAction {}

  /** A person or robot gives a config module a build, and merges that. */
  record Bump(String environment, int build, boolean named, boolean publish)
      implements ModelAction {}

  /** {@code gitops:pin}. */
  record Pin(Set<GateName> overrides, ModelTrouble trouble) implements ModelAction {}

  /**
   * @param release how many releases ago the environment before was pinned to what is named
   */
  record Promote(
      String to, Optional<Integer> release, Set<GateName> overrides, ModelTrouble trouble)
      implements ModelAction {}

  record Advance(ModelTrouble trouble) implements ModelAction {}

  /**
   * @param release how many releases ago it was pinned to what is named
   */
  record Rollback(String environment, Optional<Integer> release, ModelTrouble trouble)
      implements ModelAction {}

  record Pass(Duration time) implements ModelAction {}

  /** Argo CD hears of the pin; its cluster is as it was. */
  record Notice(String environment) implements ModelAction {}

  record Sync(String environment, boolean askedFor) implements ModelAction {}

  /** The API server refuses the release. */
  record Refuse(String environment) implements ModelAction {}

  record Health(String environment, String status) implements ModelAction {}

  record Check(boolean good) implements ModelAction {}

  /** All clusters get what is pinned, are well, and run it for a while. */
  record Settle(Duration time) implements ModelAction {}

  /** Somebody else works with a clone of their own from now on. */
  record NewClone() implements ModelAction {}
}
