package com.hcomp.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.registry.RunningRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real Helm. */
class HelmTest {
  @TempDir private Path folder;
  private Helm helm;
  private Path chart;

  @BeforeEach
  void stageAChart() throws IOException {
    helm = new Helm(Programs.helm(), folder.resolve("helm-home"));
    Path source = SampleCharts.app(folder.resolve("chart-module"), "1.2.0");
    chart = folder.resolve("chart");
    new ChartStaging().stage(source, chart, List.of(), Optional.empty());
  }

  @Test
  void tellsItsVersion() {
    assertThat(helm.version().value()).startsWith("4.");
  }

  @Test
  void rendersWithTheLastValuesOnTop() throws IOException {
    Path first = Files.writeString(folder.resolve("first.yaml"), "replicas: 7\n");
    Path last = Files.writeString(folder.resolve("last.yaml"), "replicas: 9\n");

    helm.lint(chart);
    assertThat(helm.template(chart, "app", "apps", first, last))
        .contains("name: app\n", "namespace: apps\n", "replicas: \"9\"");
  }

  @Test
  void aBrokenTemplateIsNamedWithItsLine() throws IOException {
    Path broken = chart.resolve("templates/broken.yaml");
    Files.writeString(broken, "a: b\nc: {{ .Values.x | nosuch }}\n");

    for (Runnable use :
        List.<Runnable>of(() -> helm.lint(chart), () -> helm.template(chart, "app", "apps"))) {
      assertThatThrownBy(use::run)
          .hasMessageStartingWith("CHART-INVALID")
          .hasMessageContaining("(" + broken + ":2)")
          .hasMessageContaining("function \"nosuch\" not defined");
    }
  }

  @Test
  void aFolderThatIsNoChartIsSaid() {
    assertThatThrownBy(() -> helm.lint(folder.resolve("nothing")))
        .hasMessageStartingWith(
            "CHART-INVALID  Helm can't use the chart in " + folder.resolve("nothing"));
  }

  @Test
  void valuesAgainstTheSchemaAreRefused() throws IOException {
    Files.writeString(
        chart.resolve("values.schema.json"),
        "{\"properties\": {\"replicas\": {\"type\": \"integer\"}}}");
    helm.lint(chart);
    Path values = Files.writeString(folder.resolve("values.yaml"), "replicas: many\n");

    assertThatThrownBy(() -> helm.template(chart, "app", "apps", values))
        .hasMessageStartingWith("CHART-INVALID")
        .hasMessageContaining("/replicas");
  }

  @Test
  void packagingRemovesOlderPackagesOfTheChartOnly() throws IOException {
    Path output = folder.resolve("output");
    SampleCharts.write(output.resolve("hcomp-app-1.1.0.tgz"), "old");
    SampleCharts.write(output.resolve("hcomp-app-extra-1.1.0.tgz"), "other");

    Path packaged = helm.packageChart(chart, output);

    assertThat(packaged).isEqualTo(output.resolve("hcomp-app-1.2.0.tgz"));
    assertThat(output)
        .isDirectoryContaining("glob:**/hcomp-app-extra-1.1.0.tgz")
        .isDirectoryNotContaining("glob:**/hcomp-app-1.1.0.tgz")
        .isDirectoryNotContaining("glob:**/.package*");
    assertThat(Files.getLastModifiedTime(packaged).toInstant()).isEqualTo(ChartStaging.TIMESTAMP);
  }

  @Test
  void aHelmThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> new Helm(folder.resolve("no-helm")).version())
        .hasMessageStartingWith("HELM-FAILED  Helm can't be started: " + folder.resolve("no-helm"))
        .hasMessageContaining("-Dgitops.helm=<path>");
  }

  @Test
  void aPushThatFailsIsToldInHelmsWords() throws IOException {
    Path packaged = helm.packageChart(chart, folder.resolve("output"));
    RegistryAddress nobody =
        new RegistryAddress("127.0.0.1:" + RunningRegistry.freePort() + "/hcomp/charts");

    assertThatThrownBy(() -> helm.push(packaged, nobody))
        .hasMessageStartingWith("HELM-FAILED")
        .hasMessageContaining("could not push hcomp-app-1.2.0.tgz to oci://" + nobody)
        .hasMessageContaining("connection refused");
  }
}
