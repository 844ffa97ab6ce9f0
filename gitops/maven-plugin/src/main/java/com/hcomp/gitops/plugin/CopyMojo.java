package com.hcomp.gitops.plugin;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.registry.RegistryCopy;
import com.hcomp.gitops.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Copies the images, charts and releases of this repository to another registry, all that was ever
 * published, with its tags and digests: so every pin holds there too. What is there already stays;
 * nothing is overwritten. Run it again to copy what is new.
 */
@Mojo(name = "copy", aggregator = true, threadSafe = true)
public final class CopyMojo extends GitOpsMojo {
  /** The registry that gets the copies: host and path, without a scheme. */
  @Parameter(property = "gitops.target")
  @Nullable String target;

  /** Whether that registry speaks plain HTTP; always so for a registry on localhost. */
  @Parameter(property = "gitops.target.plainHttp", defaultValue = "false")
  boolean targetPlainHttp;

  @Override
  void run(Surroundings surroundings) {
    if (target == null) {
      throw new Problem(
              "NOTHING-NAMED",
              "Name the registry to copy to.",
              surroundings.command("gitops:copy -Dgitops.target=registry.example.com/hcomp"))
          .asException();
    }
    RegistryAddress address = new RegistryAddress(target, targetPlainHttp);
    RegistryCopy copy = new RegistryCopy(surroundings.registry(), new Registry(address));
    for (String repository : repositories(surroundings.checkout())) {
      int tags = copy.repository(repository).size();
      surroundings
          .report()
          .step("copy", String.format("%-34s %d %s", repository, tags, tags == 1 ? "tag" : "tags"));
    }
    surroundings.report().step("copy", "all of it is in " + address);
  }

  private List<String> repositories(Workspace workspace) {
    List<String> repositories = new ArrayList<>();
    ImageModule.all(session, root()).forEach(image -> repositories.add(image.repository()));
    workspace
        .charts()
        .forEach(chart -> repositories.add(Candidate.Kind.CHART.repository(chart.chart().name())));
    workspace
        .environments()
        .forEach(each -> repositories.add(Candidate.Kind.RELEASE.repository(each.configModule())));
    return repositories;
  }
}
