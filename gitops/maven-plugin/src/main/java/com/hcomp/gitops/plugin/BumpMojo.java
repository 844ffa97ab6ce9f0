package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.promotion.Build;
import com.hcomp.gitops.promotion.Bump;
import com.hcomp.gitops.workspace.Workspace;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Gives a config module, or a chart, its next version, in the checkout: the first environment takes
 * the newest published image and chart with it, the others keep theirs unless one is named. Commit
 * and deploy it then. With -Plocal only the version changes: the deploy brings the build.
 */
@Mojo(name = "bump", aggregator = true, threadSafe = true)
public final class BumpMojo extends GitOpsMojo {
  /** The environment whose config module is bumped. */
  @Parameter(property = "gitops.environment")
  @Nullable String environment;

  /** The chart that is bumped, by name. */
  @Parameter(property = "gitops.chart")
  @Nullable String chart;

  /** The image's tag, or {@code repository:tag}; the newest that is published if not given. */
  @Parameter(property = "gitops.image")
  @Nullable String image;

  /** The chart's version, or {@code name:version}; the newest that is published if not given. */
  @Parameter(property = "gitops.chartVersion")
  @Nullable String chartVersion;

  @Override
  void run(Surroundings surroundings) {
    Workspace workspace = surroundings.checkout();
    Bump bump = new Bump(workspace, surroundings.publisher(), surroundings.report());
    if (environment != null) {
      Environment target = workspace.environment(environment);
      boolean named = image != null || chartVersion != null;
      if (named || (workspace.upstream(target.name()).isEmpty() && !local)) {
        Build build =
            surroundings
                .builds()
                .newest(
                    Git.open(root()),
                    "HEAD",
                    Optional.ofNullable(image),
                    Optional.ofNullable(chartVersion));
        bump.environment(target, build, named);
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
