package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import java.nio.file.Path;

/** The version of a chart or config module, which stands in pom.xml and in Chart.yaml alike. */
final class ModuleVersion {
  private ModuleVersion() {}

  /**
   * Reads it.
   *
   * @throws com.hcomp.gitops.model.ProblemException if the two differ or are no semantic version
   */
  static Version read(Path folder, YamlFile chart) {
    PomFile pom = PomFile.read(folder.resolve("pom.xml"));
    String version = chart.required("version");
    if (!version.equals(pom.version())) {
      throw new Problem(
              "VERSION-MISMATCH",
              "It says version "
                  + version
                  + ", but "
                  + pom.location()
                  + " says "
                  + pom.version()
                  + ": a module has one version.",
              chart.location("version"),
              "Write the newer of the two in both files.")
          .asException();
    }
    if (!Version.isVersion(version)) {
      throw new Problem(
              "BAD-VERSION",
              "'" + version + "' is no semantic version.",
              chart.location("version"),
              "Write one such as 1.0.3 there and in " + pom.location() + ".")
          .asException();
    }
    return new Version(version);
  }

  static void write(Path folder, Version version) {
    YamlFile chart = YamlFile.read(folder.resolve("Chart.yaml")).with(version.value(), "version");
    PomFile pom = PomFile.read(folder.resolve("pom.xml"));
    chart.write();
    pom.writeVersion(version);
  }
}
