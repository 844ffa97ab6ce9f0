package com.hcomp.gitops.model;

import java.util.Optional;

/**
 * What a rollback left: nothing promotes it here by itself any more, a person can by name.
 *
 * @param pin the release that was left
 * @param payload the fingerprint of its payload, which is held under any version; empty where the
 *     release before carried the same payload, so that the release alone is held
 */
public record Held(Pin pin, Optional<Digest> payload) {
  /** Whether a release is held. */
  public boolean holds(Digest release, Payload carried) {
    return pin.digest().equals(release)
        || payload.filter(carried.fingerprint()::equals).isPresent();
  }
}
