package com.hcomp.gitops.charts;

import com.hcomp.gitops.charts.Charts.Rendering;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that the service's chart makes for the environments. How the files are brought up to date:
 * {@link GoldenFile}, CONTRIBUTING.md.
 */
class ExpectedFilesTest {
  @TempDir Path folder;

  /** With fixed copies of their values, so that an environment can change without a test. */
  @ParameterizedTest
  @ValueSource(strings = {"stg", "prd-eu", "prd-us"})
  void environments(String environment) throws IOException {
    Charts charts = new Charts(folder);
    Rendering rendering =
        charts.render(
            charts.release(environment),
            "--set-string",
            "global.imageRegistry=registry.example:5000/team/hcomp");

    golden("config-" + environment, "config-" + environment + "/charts/", rendering);
  }

  @Test
  void readme() throws IOException {
    Path chart = Charts.repository().resolve("chart-module");

    new GoldenFile(chart.resolve("README.md")).mustBe(ChartReadme.of(chart));
  }

  /** A new version alone changes no file. */
  static void golden(String name, String prefix, Rendering rendering) throws IOException {
    String text =
        rendering
            .text()
            .replaceAll("helm\\.sh/chart: \"hcomp-app-[^\"]*\"", "helm.sh/chart: hcomp-app-VERSION")
            .replace("# Source: " + prefix + "hcomp-app/templates/", "# ");
    new GoldenFile(Charts.fixture(name).resolve("expected.yaml")).mustBe(text);
  }
}
