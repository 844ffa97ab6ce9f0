package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Release;
import java.time.Duration;
import java.util.Optional;

/**
 * A release that could get into an environment, or whose payload could.
 *
 * @param release the release of {@code from}; for a hand edit that nothing in {@code from} matches,
 *     and for an environment without {@code from}, the environment's own new release
 * @param from where it comes from; empty for an environment without {@code from}
 * @param standing how it stands there
 * @param named whether a person named it
 */
record Offer(Release release, Optional<Environment> from, Standing standing, boolean named) {

  /** How a release stands in the environment that it comes from. */
  sealed interface Standing {
    /** It is pinned there. */
    record Pinned() implements Standing {}

    /** Another one has replaced it. */
    record Replaced(Duration soaked) implements Standing {}

    /** It never ran there. */
    record Unknown(String why) implements Standing {}
  }

  Offer named(boolean byName) {
    return new Offer(release, from, standing, byName);
  }

  /** For people: {@code stg 1.0.7}. */
  @Override
  public String toString() {
    return release.toString();
  }
}
