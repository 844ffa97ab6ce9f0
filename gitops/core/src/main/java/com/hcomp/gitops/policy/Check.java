package com.hcomp.gitops.policy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Something that is asked, of the environment that a release comes from, before it goes on. */
public sealed interface Check {
  /** How people call it; unique within an environment. */
  String name();

  /**
   * The environment answers with the version and commit of the release that is pinned there.
   *
   * @param url where it answers; empty for {@code /version} at the address that Argo CD shows
   */
  record RunningVersion(String name, Optional<URI> url) implements Check {}

  /**
   * An HTTP endpoint answers.
   *
   * @param url what is asked with GET
   * @param status the status that it must answer
   * @param contains what the answer must contain; empty if anything will do
   */
  record Endpoint(String name, URI url, int status, Optional<String> contains) implements Check {}

  /**
   * A Prometheus query stays within a limit over a time up to now: every sample of every series.
   *
   * @param server Prometheus' address
   * @param query in PromQL; where it gives nothing for some of the time, that is no answer, and so
   *     no pass
   * @param range how far back from now; one that is longer than the soak also judges what ran
   *     before
   * @param below samples must be below this; empty if {@code above} is given
   * @param above samples must be above this
   */
  record Metric(
      String name,
      URI server,
      String query,
      Duration range,
      Optional<Double> below,
      Optional<Double> above)
      implements Check {
    public Metric {
      if (below.isPresent() == above.isPresent()) {
        throw new IllegalArgumentException("a metric is kept either below or above a limit");
      }
    }
  }
}
