package com.hcomp.gitops.values;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.workspace.Workspace;
import com.hcomp.gitops.workspace.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells which values the environments of a workspace give their charts: the chart's values.yaml,
 * the environment's over it, and over both what Argo CD passes down.
 */
public final class EnvironmentValues {
  private final Workspace workspace;
  private final Optional<String> localRegistry;
  private final ChartValues charts;

  private EnvironmentValues(
      Workspace workspace, Supplier<Registry> registry, Optional<String> localRegistry) {
    this.workspace = workspace;
    this.localRegistry = localRegistry;
    this.charts = new ChartValues(workspace, registry, localRegistry.isPresent());
  }

  /**
   * As the files have them.
   *
   * @param registry where charts are looked for that are not in the workspace
   */
  public static EnvironmentValues of(Workspace workspace, Supplier<Registry> registry) {
    return new EnvironmentValues(workspace, registry, Optional.empty());
  }

  /**
   * As they are on the local platform: its registry is passed down in the place of the one in
   * argocd-root/values.yaml, and published charts count before those in the workspace.
   */
  public static EnvironmentValues ofLocalPlatform(Workspace workspace, Registry registry) {
    return new EnvironmentValues(
        workspace, () -> registry, Optional.of(registry.address().value()));
  }

  /** The values of each environment, in promotion order; problems of all are told together. */
  public List<EffectiveValues> all() {
    List<EffectiveValues> all = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Environment environment : workspace.environments()) {
      try {
        all.add(of(environment));
      } catch (ProblemException e) {
        e.problems().stream().filter(problem -> !problems.contains(problem)).forEach(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return List.copyOf(all);
  }

  /**
   * The values of one environment.
   *
   * @throws ProblemException NOT-YAML, NOT-VALUES, CHART-VALUES, CHART-MISSING and what else the
   *     files or the registry give rise to
   */
  public EffectiveValues of(Environment environment) {
    Path folder = workspace.config(environment).folder();
    YamlFile chartFile = YamlFile.read(folder.resolve("Chart.yaml"));
    YamlFile valuesFile = YamlFile.read(folder.resolve("values.yaml"));
    Table values = HelmYaml.read(relative(valuesFile.file()), valuesFile.text());
    List<Table> passedDown = passedDown();

    List<Dependency> dependencies = Dependency.of(chartFile);
    List<HelmMerge.Chart> charts = new ArrayList<>();
    for (Dependency dependency : dependencies) {
      Location named =
          chartFile.location("dependencies", "[name=" + dependency.chart().name() + "]", "version");
      charts.add(
          new HelmMerge.Chart(
              dependency.key(), this.charts.of(dependency.chart(), named), List.of()));
    }
    String name = environment.configModule();
    Table whole =
        HelmMerge.coalesce(
            new HelmMerge.Chart(name, values, charts), passedDown.get(0).copy(), false);
    List<HelmMerge.Chart> inside = new ArrayList<>();
    for (int i = 0; i < charts.size(); i++) {
      if (dependencies.get(i).isThere(whole)) {
        inside.add(charts.get(i));
      }
    }
    return new Layers(passedDown, new HelmMerge.Chart(name, values, inside))
        .effective(environment.name());
  }

  /** {@code global.imageRegistry}; on the local platform its own, and then what it overrides. */
  private List<Table> passedDown() {
    YamlFile root = YamlFile.read(workspace.rootModule().resolve("values.yaml"));
    Location registry = root.location("registry");
    List<Table> passedDown = new ArrayList<>();
    localRegistry.ifPresent(
        local -> passedDown.add(global(local, new Location(Path.of("local platform"), 0))));
    passedDown.add(
        global(workspace.registry(), new Location(relative(registry.file()), registry.line())));
    return passedDown;
  }

  private static Table global(String imageRegistry, Location location) {
    Table global = new Table(location);
    global.put("imageRegistry", new Value.Single(imageRegistry, location));
    Table values = new Table(location);
    values.put("global", global);
    return values;
  }

  private Path relative(Path file) {
    return workspace.root().relativize(file);
  }
}
