package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.workspace.ConfigModule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which version a module's next release has. */
public final class NextVersion {
  private NextVersion() {}

  /** That of a config module: above all releases of it that are published. */
  static Version of(ConfigModule config, Registry registry) {
    return of(config.version(), registry.tags(Candidate.Kind.RELEASE.repository(config.name())));
  }

  /**
   * The module's own version, if it is above all that are published; else the next above them.
   *
   * @param own what the module says now
   * @param published tags of the registry; those that are no versions don't count
   */
  public static Version of(Version own, List<String> published) {
    Optional<Version> highest =
        published.stream()
            .filter(Version::isVersion)
            .map(Version::new)
            .max(Comparator.naturalOrder());
    return highest
        .filter(version -> version.compareTo(own) >= 0)
        .map(Version::nextPatch)
        .orElse(own);
  }
}
