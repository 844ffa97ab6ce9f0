package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.argocd.Application.Deployed;
import com.hcomp.gitops.model.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Since when a payload has been in an environment without a break, which is what soak counts.
 *
 * <p>Argo CD writes down each sync with its time. A release with the same payload as the one before
 * it goes on with that one's time.
 *
 * <p>Argo CD syncs nothing, and writes down nothing, where a release renders what the cluster has
 * already. Then its manifests have been there since the last sync that is written down, whatever
 * release that was of; so that sync's time is the earliest that may count.
 *
 * <p>But a payload that renders the same as another is still another one. So never more counts than
 * Git's word since when the payload is pinned: the time of the first commit since which all pins
 * carry it. Both are bounds from below that nobody can undercut alone: a commit's time can be set
 * back by whoever makes it, Argo CD's can't; and Argo CD's record may be older than the payload,
 * Git's can't.
 */
final class Occupancy {
  private Occupancy() {}

  /**
   * @param pinned the release's digest
   * @param application what Argo CD says of the environment
   * @param payload the fingerprint of what a release carries, where that is known
   * @param pinnedSince since when all pins carry this payload, by Git
   * @return empty where one of the two can't be told
   */
  static Optional<Instant> since(
      Digest pinned,
      Application application,
      Function<Digest, Optional<Digest>> payload,
      Optional<Instant> pinnedSince) {
    return pinnedSince.flatMap(
        git ->
            deployedSince(pinned, application.history(), payload)
                .map(argoCd -> argoCd.isAfter(git) ? argoCd : git));
  }

  private static Optional<Instant> deployedSince(
      Digest pinned, List<Deployed> history, Function<Digest, Optional<Digest>> payload) {
    Optional<Digest> carried = payload.apply(pinned);
    Optional<Instant> since = Optional.empty();
    for (int i = history.size() - 1; i >= 0; i--) {
      Deployed sync = history.get(i);
      boolean unwritten = since.isEmpty();
      boolean same =
          sync.revision().equals(pinned.value())
              || (carried.isPresent()
                  && Digest.isDigest(sync.revision())
                  && payload.apply(new Digest(sync.revision())).equals(carried));
      if (!same && !unwritten) {
        break;
      }
      since = Optional.of(sync.at());
      if (!same) {
        break;
      }
    }
    return since;
  }
}
