package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Commit;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import java.util.Optional;

/**
 * A release that an environment was pinned to.
 *
 * @param pin its version and digest
 * @param commit the newest commit that pinned it and has its config module in the same version: so
 *     {@code config-<environment>} there (pom.xml, Chart.yaml, values.yaml) is what it was made of.
 *     Where no commit has, the newest one that pinned it, and the payload is empty
 * @param payload what it carries
 */
public record PinnedRelease(Pin pin, Commit commit, Optional<Payload> payload) {}
