package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.charts.Charts.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that the service's chart makes: for the environments, and for the extremes of its values. How
 * the files are brought up to date: {@link GoldenFile}, CONTRIBUTING.md.
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

  @ParameterizedTest
  @MethodSource("cases")
  void cases(String name) throws IOException {
    Charts charts = new Charts(folder);
    Path values = Charts.fixture("app/" + name + "/values.yaml");

    golden("app/" + name, "", charts.render(charts.app(), "--values", values.toString()));
  }

  @Test
  void readme() throws IOException {
    Path chart = Charts.repository().resolve("chart-module");

    new GoldenFile(chart.resolve("README.md")).mustBe(ChartReadme.of(chart));
  }

  /** The folders below {@code app}, one for each case. */
  static List<String> cases() {
    try (Stream<Path> folders = Files.list(Charts.fixture("app"))) {
      List<String> cases = folders.map(each -> each.getFileName().toString()).sorted().toList();
      assertThat(cases).hasSizeGreaterThanOrEqualTo(9);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new version alone changes no file. */
  private static void golden(String name, String prefix, Rendering rendering) throws IOException {
    String text =
        rendering
            .text()
            .replaceAll("helm\\.sh/chart: \"hcomp-app-[^\"]*\"", "helm.sh/chart: hcomp-app-VERSION")
            .replace("# Source: " + prefix + "hcomp-app/templates/", "# ");
    new GoldenFile(Charts.fixture(name).resolve("expected.yaml")).mustBe(text);
  }
}
