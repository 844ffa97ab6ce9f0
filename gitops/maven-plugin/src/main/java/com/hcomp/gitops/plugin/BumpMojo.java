package com.hcomp.gitops.plugin;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.promotion.Bump;
import com.hcomp.gitops.workspace.Workspace;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Gives a config module, or a chart, its next version, in the checkout: the first environment takes
 * the newest published image and chart with it, the others keep theirs. Commit and deploy it then.
 * With -Plocal only the version changes: the deploy brings the build.
 */
@Mojo(name = "bump", aggregator = true, threadSafe = true)
public final class BumpMojo extends GitOpsMojo {
  /** The environment whose config module is bumped. */
  @Parameter(property = "gitops.environment")
  @Nullable String environment;

  /** The chart that is bumped, by name. */
  @Parameter(property = "gitops.chart")
  @Nullable String chart;

  @Override
  void run(Surroundings surroundings) {
    Workspace workspace = surroundings.checkout();
    Bump bump = new Bump(workspace, surroundings.publisher(), surroundings.report());
    if (environment != null) {
      Environment target = workspace.environment(environment);
      if (workspace.upstream(target.name()).isEmpty() && !local) {
        bump.environment(target, surroundings.newestBuild());
      } else {
        bump.environment(target);
      }
    } else if (chart != null) {
      bump.chart(chart);
    } else {
      throw new Problem(
              "NOTHING-NAMED",
              "Name what to bump.",
              "mvn gitops:bump -Dgitops.environment=stg, or a chart: -Dgitops.chart=hcomp-app")
          .asException();
    }
  }
}
