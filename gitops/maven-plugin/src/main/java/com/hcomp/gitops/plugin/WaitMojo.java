package com.hcomp.gitops.plugin;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Waits until an environment, or all of them, runs exactly the release that is pinned; fails with
 * the reason as soon as that can no longer succeed.
 */
@Mojo(name = "wait", aggregator = true, threadSafe = true)
public final class WaitMojo extends GitOpsMojo {
  /** The environment to wait for; all that have a pin if not given. */
  @Parameter(property = "gitops.environment")
  @Nullable String environment;

  /** How long at the most, as ISO-8601 writes durations: PT2M is two minutes. */
  @Parameter(property = "gitops.timeout", defaultValue = "PT5M")
  String timeout;

  @Override
  void run(Surroundings surroundings) {
    Workspace workspace = surroundings.released();
    List<Environment> environments =
        environment == null
            ? workspace.environments()
            : List.of(workspace.environment(environment));
    new Clusters(surroundings)
        .waitUntilLive(workspace, environments, Map.of(), Durations.parse(timeout));
  }
}
