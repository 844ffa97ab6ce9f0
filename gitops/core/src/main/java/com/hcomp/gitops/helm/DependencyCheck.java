package com.hcomp.gitops.helm;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether vendored charts are exactly what a chart depends on, by name and version. Helm and Argo
 * CD look at names only and would render a leftover of another version.
 *
 * @param description the chart
 * @param file its Chart.yaml, as problems name it
 */
record DependencyCheck(ChartDescription description, Path file) {

  /**
   * @param vendored the charts that are there, by name
   */
  List<Problem> problems(Map<String, ChartRef> vendored) {
    List<Problem> problems = new ArrayList<>();
    for (ChartDescription.Dependency dependency : description.dependencies()) {
      Location location = new Location(file, dependency.line());
      ChartRef chart = vendored.get(dependency.name());
      if (!Version.isVersion(dependency.version())) {
        problems.add(range(dependency, location, chart));
      } else if (chart == null) {
        problems.add(missing(dependency, location, vendored));
      } else if (!chart.version().value().equals(dependency.version())) {
        problems.add(otherVersion(dependency, location, chart));
      }
    }
    for (ChartRef chart : vendored.values()) {
      if (description.dependencies().stream().noneMatch(d -> d.name().equals(chart.name()))) {
        problems.add(unused(chart));
      }
    }
    return problems;
  }

  private Problem range(
      ChartDescription.Dependency dependency, Location location, @Nullable ChartRef chart) {
    String found =
        dependency.version().isEmpty()
            ? "has no version"
            : "has version '" + dependency.version() + "', which is not an exact one";
    return new Problem(
        "CHART-VERSION-RANGE",
        "The dependency " + dependency.name() + " of " + description.name() + " " + found + ".",
        location,
        "A release says exactly what it deploys. Write in "
            + location
            + ":\nversion: "
            + (chart == null ? "1.2.0" : chart.version()));
  }

  private Problem missing(
      ChartDescription.Dependency dependency, Location location, Map<String, ChartRef> vendored) {
    return new Problem(
        "CHART-MISSING",
        description.name()
            + " depends on "
            + dependency.name()
            + ":"
            + dependency.version()
            + ", and "
            + (vendored.isEmpty()
                ? "no chart is vendored"
                : "only "
                    + String.join(", ", vendored.values().stream().map(ChartRef::toString).toList())
                    + " is vendored")
            + ".",
        location,
        "Correct the name, or let the build vendor that chart.");
  }

  private Problem otherVersion(
      ChartDescription.Dependency dependency, Location location, ChartRef chart) {
    return new Problem(
        "CHART-MISSING",
        description.name()
            + " depends on "
            + dependency.name()
            + ":"
            + dependency.version()
            + ", but the vendored chart is "
            + chart
            + ".",
        location,
        "Vendor "
            + dependency.version()
            + ", or write in "
            + location
            + ":\nversion: "
            + chart.version());
  }

  private Problem unused(ChartRef chart) {
    return new Problem(
        "CHART-UNUSED",
        chart
            + " is vendored but no dependency of "
            + description.name()
            + "; Helm would render it.",
        new Location(file, 0),
        "Vendor only what the dependencies name, or add to "
            + file
            + ":\ndependencies: [{name: "
            + chart.name()
            + ", version: "
            + chart.version()
            + "}]");
  }
}
