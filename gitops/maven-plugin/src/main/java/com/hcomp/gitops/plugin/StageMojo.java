package com.hcomp.gitops.plugin;

import com.hcomp.gitops.helm.ChartStaging;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.workspace.ChartModule;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Makes target/chart ready to be linted, rendered and packaged by Helm: the module's chart with
 * what it depends on inside. A release that can't be checked here, because it has no image yet or
 * its chart is only in the registry, is left to {@code mvn deploy}.
 */
@Mojo(name = "stage", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public final class StageMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    Path folder = project.getBasedir().toPath();
    Workspace workspace = surroundings.checkout();
    Optional<ConfigModule> release = surroundings.release(folder);
    List<Path> vendored = new ArrayList<>();
    if (release.isPresent()) {
      if (!release.get().payload().isComplete()) {
        skip(surroundings, "lacks an image: its next release brings it");
        return;
      }
      List<ChartRef> charts =
          release.get().payload().components().stream().map(Component::chart).distinct().toList();
      for (ChartRef needed : charts) {
        Optional<Path> chart = packaged(workspace, needed);
        if (chart.isEmpty()) {
          skip(
              surroundings,
              "needs chart " + needed + ", which is not built here:" + " mvn deploy checks it");
          return;
        }
        vendored.add(chart.get());
      }
    }
    Path staged = Path.of(project.getBuild().getDirectory(), "chart");
    new ChartStaging().stage(folder, staged, vendored, Optional.empty());
    Path executable = surroundings.helm().executable().toAbsolutePath();
    project.getProperties().setProperty("helm.template.skip", "false");
    project
        .getProperties()
        .setProperty("gitops.helm.folder", executable.resolveSibling("").toString());
  }

  private static Optional<Path> packaged(Workspace workspace, ChartRef chart) {
    return workspace.charts().stream()
        .filter(module -> module.chart().equals(chart))
        .map(ChartModule::folder)
        .map(
            folder ->
                folder.resolve("target/helm/" + chart.name() + "-" + chart.version() + ".tgz"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private void skip(Surroundings surroundings, String reason) {
    surroundings.report().step("stage", project.getArtifactId() + " " + reason);
    for (String goal : List.of("lint", "template", "package")) {
      project.getProperties().setProperty("helm." + goal + ".skip", "true");
    }
  }
}
