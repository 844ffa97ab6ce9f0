package com.hcomp.gitops.charts;

import static com.hcomp.gitops.charts.AppChart.container;
import static com.hcomp.gitops.charts.AppChart.deployment;
import static com.hcomp.gitops.charts.AppChart.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.charts.Charts.Rendering;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the service goes on answering while pods come and go. */
@Tag("slow")
class AppChartAvailabilityTest {
  private static final String BUDGET = "PodDisruptionBudget hcomp-app";

  @TempDir Path folder;
  private AppChart chart;

  @BeforeEach
  void copyChart() {
    chart = new AppChart(folder);
  }

  @Test
  void anOldPodGoesOnlyWhenANewOneServes() {
    assertThat(Yaml.at(deployment(chart.render()), "spec", "strategy"))
        .isEqualTo(
            Map.of(
                "type",
                "RollingUpdate",
                "rollingUpdate",
                Map.of("maxUnavailable", 0, "maxSurge", 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "startupProbe, /health/readiness",
    "readinessProbe, /health/readiness",
    "livenessProbe, /health/liveness"
  })
  void isAskedForItsHealthWhereNoRouteLeads(String probe, String path) {
    assertThat(Yaml.at(container(chart.render()), probe, "httpGet"))
        .isEqualTo(Map.of("path", path, "port", "management"));
  }

  @Test
  void stopsOnlyAfterNobodySendsItRequestsAnyMore() {
    Rendering rendering = chart.render();
    Object sleep = Yaml.at(container(rendering), "lifecycle", "preStop", "sleep", "seconds");

    assertThat(sleep).isEqualTo(5);
    // Beside the sleep, the service itself takes up to 20 s:
    // micronaut.lifecycle.graceful-shutdown.grace-period in its application.properties.
    assertThat(pod(rendering)).containsEntry("terminationGracePeriodSeconds", 30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 0                                  | false",
        "replicas: 1                                  | false",
        "replicas: 2                                  | true",
        "autoscaling: {enabled: true, minReplicas: 1} | false",
        "autoscaling: {enabled: true, minReplicas: 2} | true",
        "podDisruptionBudget: {enabled: false}        | false",
      })
  void nodesAreDrainedSlowlyOnlyWhereThereIsMoreThanOnePod(String values, boolean budget) {
    Rendering rendering = chart.render(values);

    assertThat(rendering.names().contains(BUDGET)).isEqualTo(budget);
  }

  @Test
  void theBudgetNeverHoldsUpANodeForPodsThatDoNotServe() {
    Map<String, Object> budget = chart.render().manifest("PodDisruptionBudget", "hcomp-app");

    assertThat(Yaml.at(budget, "spec", "unhealthyPodEvictionPolicy")).isEqualTo("AlwaysAllow");
    assertThat(Yaml.at(budget, "spec", "maxUnavailable")).isEqualTo(1);
    assertThat(Yaml.at(budget, "spec", "selector"))
        .isEqualTo(Yaml.at(deployment(chart.render()), "spec", "selector"));
  }

  @Test
  void theNumberOfPodsIsTheAutoscalersWhereThereIsOne() {
    Rendering rendering =
        chart.render("replicas: 7", "autoscaling: {enabled: true, minReplicas: 3}");
    Map<String, Object> autoscaler = rendering.manifest("HorizontalPodAutoscaler", "hcomp-app");

    assertThat(Yaml.map(deployment(rendering).get("spec"))).doesNotContainKey("replicas");
    assertThat(Yaml.at(autoscaler, "spec", "minReplicas")).isEqualTo(3);
    assertThat(Yaml.at(autoscaler, "spec", "scaleTargetRef", "name")).isEqualTo("hcomp-app");
    assertThat(chart.render().names()).doesNotContain("HorizontalPodAutoscaler hcomp-app");
    assertThat(Yaml.at(deployment(chart.render("replicas: 7")), "spec", "replicas")).isEqualTo(7);
  }

  @Test
  void spreadsThePodsOfOneRevisionOverZonesAndNodes() {
    Rendering rendering = chart.render("topologySpread: {whenUnsatisfiable: DoNotSchedule}");
    List<Object> constraints = Yaml.list(pod(rendering), "topologySpreadConstraints");

    assertThat(constraints)
        .extracting(each -> Yaml.at(each, "topologyKey"))
        .isEqualTo(List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname"));
    assertThat(constraints)
        .allSatisfy(
            each -> {
              assertThat(Yaml.at(each, "whenUnsatisfiable")).isEqualTo("DoNotSchedule");
              assertThat(Yaml.at(each, "matchLabelKeys")).isEqualTo(List.of("pod-template-hash"));
              assertThat(Yaml.at(each, "labelSelector"))
                  .isEqualTo(Yaml.at(deployment(rendering), "spec", "selector"));
            });
    assertThat(pod(chart.render("topologySpread: {enabled: false}")))
        .doesNotContainKey("topologySpreadConstraints");
  }

  /** Staging relaxes what is safe; nobody has to remember to make production safe. */
  @Test
  void isSafeForProductionWithoutAWord() {
    Rendering rendering = chart.render("route: {type: HTTPRoute, hosts: [a.example]}");

    assertThat(Yaml.at(deployment(rendering), "spec", "replicas")).isEqualTo(2);
    assertThat(rendering.names())
        .contains(
            BUDGET,
            "NetworkPolicy hcomp-app",
            "HTTPRoute hcomp-app-redirect",
            "Job hcomp-app-smoke-test");
  }
}
