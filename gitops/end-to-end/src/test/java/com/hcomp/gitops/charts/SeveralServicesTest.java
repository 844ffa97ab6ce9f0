package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.charts.Charts.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release that has the chart twice, the second time under an alias. */
class SeveralServicesTest {
  private static final String ALIAS = "  - name: hcomp-app\n    alias: app\n    version: VERSION\n";
  private static final String VALUES =
      """
      image: {repository: app-service, tag: 1.0.0}
      route: {type: HTTPRoute, hosts: [app.example.com]}
      files: {a: b}
      autoscaling: {enabled: true}
      """;

  @TempDir Path folder;
  private Charts charts;

  @BeforeEach
  void prepare() {
    charts = new Charts(folder);
  }

  @Test
  void theFirstStaysAsItIsAlone() throws IOException {
    List<Map<String, Object>> alone = release("alone", "").manifests();

    assertThat(release("both", ALIAS).manifests()).containsAll(alone).hasSize(2 * alone.size());
  }

  @Test
  void noObjectOfOneIsTakenForOneOfTheOther() throws IOException {
    Rendering both = release("both", ALIAS);

    assertThat(both.names()).doesNotHaveDuplicates();
    assertThat(selector(both, "hcomp-app")).isNotEqualTo(selector(both, "hcomp-app-app"));
    for (String kind : List.of("Service", "PodDisruptionBudget", "NetworkPolicy")) {
      assertThat(both.manifest(kind, "hcomp-app-app").toString())
          .contains("app.kubernetes.io/name=app,")
          .doesNotContain("app.kubernetes.io/name=hcomp-app,");
    }
    assertThat(both.manifest("HTTPRoute", "hcomp-app-app").toString())
        .contains("name=hcomp-app-app");
  }

  @Test
  void aContainerIsCalledAsItsImage() {
    AppChart chart = new AppChart(folder);

    assertThat(AppChart.container(chart.render("image: {repository: team/my.other_service}")))
        .containsEntry("name", "my-other-service");
    assertThat(AppChart.container(chart.render())).containsEntry("name", "app-service");
  }

  private static Map<String, Object> selector(Rendering rendering, String deployment) {
    return Yaml.map(
        Yaml.at(rendering.manifest("Deployment", deployment), "spec", "selector", "matchLabels"));
  }

  private Rendering release(String name, String more) throws IOException {
    String version =
        String.valueOf(Yaml.documents(Charts.chartDescription()).get(0).get("version"));
    Path config = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        config.resolve("Chart.yaml"),
        "apiVersion: v2\nname: config-stg\nversion: 1.0.0\ndependencies:\n"
            + (ALIAS.replace("    alias: app\n", "") + more).replace("VERSION", version));
    String values = VALUES.indent(2);
    Files.writeString(
        config.resolve("values.yaml"),
        "hcomp-app:\n" + values + (more.isEmpty() ? "" : "app:\n" + values));
    return charts.render(charts.release(config, Charts.repository().resolve("chart-module")));
  }
}
