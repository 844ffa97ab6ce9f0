package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.publish.Standing;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Puts a payload into an environment's config module, in a workspace of its own, and gives it the
 * version that its next release has. Publishes nothing.
 */
record Planner(Workspace workspace, Publisher publisher) {

  /**
   * A release that may be published.
   *
   * @param config the module as it is to be
   * @param candidate the package that was made of it
   */
  record Planned(ConfigModule config, Candidate candidate) {}

  /**
   * The release that carries a payload into an environment with all that is the environment's own.
   *
   * @param label what the payload is, for people
   * @throws com.hcomp.gitops.model.ProblemException PAYLOAD-DIFFERS if the environment has other
   *     charts than the payload: several move together or not at all
   */
  Planned plan(Environment target, Payload payload, String label) {
    ConfigModule config = workspace.config(target);
    requireSameCharts(config, payload, label);
    return release(target, config.withPayload(payload));
  }

  private static void requireSameCharts(ConfigModule config, Payload payload, String label) {
    List<String> theirs = payload.names();
    List<String> own = config.payload().names();
    TreeSet<String> missing = new TreeSet<>(theirs);
    own.forEach(missing::remove);
    TreeSet<String> more = new TreeSet<>(own);
    theirs.forEach(more::remove);
    if (missing.isEmpty() && more.isEmpty()) {
      return;
    }
    throw new Problem(
            "PAYLOAD-DIFFERS",
            config.name()
                + (missing.isEmpty() ? "" : " lacks " + String.join(", ", missing))
                + (missing.isEmpty() || more.isEmpty() ? "" : " and")
                + (more.isEmpty() ? "" : " has " + String.join(", ", more))
                + (missing.isEmpty() ? ", which " + label + " lacks" : ", unlike " + label)
                + ": charts move together or not at all.",
            new Location(config.folder().resolve("Chart.yaml"), 0),
            "Name the same charts below dependencies: in both config modules, merge that, and promote"
                + " again.")
        .asException();
  }

  /**
   * Gives the module its next version, above all that are published: but for the newest one where
   * it has this very content, and is newer than what is pinned. That one a run has published that
   * was killed before it moved the pin.
   */
  private Planned release(Environment target, ConfigModule config) {
    Optional<Version> newest =
        publisher.registry().tags(Candidate.Kind.RELEASE.repository(config.name())).stream()
            .filter(Version::isVersion)
            .map(Version::new)
            .max(Comparator.naturalOrder());
    boolean orphan =
        newest.isPresent()
            && target.pin().filter(pin -> pin.version().compareTo(newest.get()) >= 0).isEmpty();
    if (orphan) {
      Planned left = packaged(config.withVersion(newest.get()));
      if (publisher.standing(left.candidate()) instanceof Standing.Same) {
        return left;
      }
    }
    ConfigModule now = orphan ? config.withVersion(config.version()) : config;
    return packaged(now.withVersion(NextVersion.of(now, publisher.registry())));
  }

  private Planned packaged(ConfigModule config) {
    return new Planned(config, publisher.release(config, workspace.charts()));
  }
}
