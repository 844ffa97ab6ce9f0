package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Version;
import java.nio.file.Path;

/**
 * A module that holds a chart of ours.
 *
 * @param folder where its Chart.yaml and pom.xml are
 * @param chart the chart's name and version
 */
public record ChartModule(Path folder, ChartRef chart) {

  static ChartModule read(Path folder) {
    YamlFile chart = YamlFile.read(folder.resolve("Chart.yaml"));
    Version version = ModuleVersion.read(folder, chart);
    return new ChartModule(folder, new ChartRef(chart.required("name"), version));
  }

  /** Writes another version into Chart.yaml and pom.xml. */
  public ChartModule withVersion(Version version) {
    ModuleVersion.write(folder, version);
    return new ChartModule(folder, new ChartRef(chart.name(), version));
  }
}
