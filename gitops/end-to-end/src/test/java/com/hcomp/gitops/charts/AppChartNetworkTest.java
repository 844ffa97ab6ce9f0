package com.hcomp.gitops.charts;

import static com.hcomp.gitops.charts.AppChart.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.charts.Charts.Rendering;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches the service, on which way, and what it reaches; its smoke test included. */
@Tag("slow")
class AppChartNetworkTest {
  @TempDir Path folder;
  private AppChart chart;

  @BeforeEach
  void copyChart() {
    chart = new AppChart(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                               | https      | true",
        "{redirect: false}                | https,http | false",
        "{enabled: false}                 | http       | false",
        "{enabled: false, redirect: true} | http       | false",
      })
  void anHttpRouteAttachesToTheListenersThatTlsAsksFor(
      String tls, String listeners, boolean redirected) {
    Rendering rendering =
        chart.render("route: {type: HTTPRoute, hosts: [a.example, b.example], tls: " + tls + "}");
    Map<String, Object> route = rendering.manifest("HTTPRoute", "hcomp-app");

    assertThat(sectionNames(route)).containsExactlyInAnyOrder(listeners.split(","));
    assertThat(Yaml.at(route, "spec", "hostnames")).isEqualTo(List.of("a.example", "b.example"));
    assertThat(Yaml.at(route, "spec", "rules", 0, "backendRefs", 0, "name")).isEqualTo("hcomp-app");
    assertThat(rendering.names().contains("HTTPRoute hcomp-app-redirect")).isEqualTo(redirected);
    assertThat(rendering.names()).doesNotContain("Ingress hcomp-app");
  }

  @Test
  void plainHttpIsSentOnToHttps() {
    Map<String, Object> redirect =
        chart
            .render("route: {type: HTTPRoute, hosts: [a.example]}")
            .manifest("HTTPRoute", "hcomp-app-redirect");

    assertThat(sectionNames(redirect)).containsExactly("http");
    assertThat(Yaml.at(redirect, "spec", "hostnames")).isEqualTo(List.of("a.example"));
    assertThat(Yaml.at(redirect, "spec", "rules", 0, "filters", 0, "requestRedirect"))
        .isEqualTo(Map.of("scheme", "https", "statusCode", 301));
    assertThat(Yaml.at(redirect, "spec", "rules", 0, "backendRefs")).isNull();
  }

  @Test
  void anIngressHasTheCertificateOfItsHosts() {
    Rendering rendering =
        chart.render(
            "route: {type: Ingress, hosts: [a.example, b.example], ingressClassName: traefik,"
                + " tls: {secretName: certificate}}");
    Map<String, Object> ingress = rendering.manifest("Ingress", "hcomp-app");

    assertThat(Yaml.at(ingress, "spec", "ingressClassName")).isEqualTo("traefik");
    assertThat(Yaml.at(ingress, "spec", "tls"))
        .isEqualTo(
            List.of(
                Map.of("hosts", List.of("a.example", "b.example"), "secretName", "certificate")));
    assertThat(Yaml.at(ingress, "spec", "rules", 1, "host")).isEqualTo("b.example");
    assertThat(rendering.names()).noneMatch(name -> name.startsWith("HTTPRoute"));
  }

  @Test
  void nothingLeadsInUnlessItIsAskedFor() {
    Rendering rendering = chart.render();

    assertThat(rendering.names()).noneMatch(name -> name.matches("(HTTPRoute|Ingress) .*"));
    assertThat(ingress(rendering)).containsExactly("monitoring:8081", "smoke-test:8080,8081");
  }

  @Test
  void deniesAllButWhatIsListed() {
    Rendering rendering =
        chart.render(
            "route: {type: HTTPRoute, hosts: [a.example]}",
            "networkPolicy: {gatewayNamespace: edge, monitoringNamespace: watch, dnsNamespace: dns}");
    Map<String, Object> policy = rendering.manifest("NetworkPolicy", "hcomp-app");

    assertThat(Yaml.at(policy, "spec", "podSelector"))
        .isEqualTo(Yaml.at(deployment(rendering), "spec", "selector"));
    assertThat(Yaml.at(policy, "spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    assertThat(ingress(rendering))
        .containsExactly("edge:8080", "watch:8081", "smoke-test:8080,8081");
    assertThat(rules(policy, "egress", "to")).containsExactly("dns:53,53");
  }

  @Test
  void whatIsSwitchedOffHasNoWayIn() {
    Rendering rendering =
        chart.render("networkPolicy: {monitoringNamespace: ''}", "smokeTest: {enabled: false}");

    assertThat(ingress(rendering)).isEmpty();
    assertThat(rendering.names())
        .filteredOn(name -> name.matches("(NetworkPolicy|Job) .*"))
        .containsExactly("NetworkPolicy hcomp-app");
    assertThat(chart.render("networkPolicy: {enabled: false}").names())
        .noneMatch(name -> name.startsWith("NetworkPolicy"));
  }

  @Test
  void theSmokeTestReachesTheServiceAndNothingElse() {
    Map<String, Object> policy = chart.render().manifest("NetworkPolicy", "hcomp-app-smoke-test");
    Map<String, Object> job = chart.render().manifest("Job", "hcomp-app-smoke-test");

    assertThat(labels(job)).containsAllEntriesOf(selected(policy, "spec", "podSelector"));
    assertThat(Yaml.at(policy, "spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    assertThat(Yaml.at(policy, "spec", "ingress")).isNull();
    assertThat(rules(policy, "egress", "to"))
        .containsExactly("kube-system:53,53", "hcomp-app:8080,8081");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Service", "Deployment", "PodDisruptionBudget"})
  void nothingTakesTheSmokeTestForTheService(String kind) {
    Rendering rendering = chart.render();
    Map<String, Object> manifest = rendering.manifest(kind, "hcomp-app");
    Map<String, Object> selector =
        Yaml.map(
            kind.equals("Service")
                ? Yaml.at(manifest, "spec", "selector")
                : Yaml.at(manifest, "spec", "selector", "matchLabels"));

    assertThat(labels(deployment(rendering))).containsAllEntriesOf(selector);
    assertThat(labels(rendering.manifest("Job", "hcomp-app-smoke-test")).entrySet())
        .doesNotContainAnyElementsOf(
            Map.of("app.kubernetes.io/name", selector.get("app.kubernetes.io/name")).entrySet());
  }

  @Test
  void theSmokeTestRunsAfterEverySyncAndEndsByItself() {
    Rendering rendering = chart.render("environment: stg", "smokeTest: {timeoutSeconds: 30}");
    Map<String, Object> job = rendering.manifest("Job", "hcomp-app-smoke-test");
    Object pod = Yaml.at(job, "spec", "template", "spec");

    assertThat(Yaml.map(Yaml.at(job, "metadata", "annotations")))
        .containsEntry("argocd.argoproj.io/hook", "PostSync")
        .containsEntry("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation")
        .containsEntry("helm.sh/hook", "post-install,post-upgrade")
        .containsEntry("helm.sh/hook-delete-policy", "before-hook-creation");
    assertThat(Yaml.at(job, "spec", "backoffLimit")).isEqualTo(0);
    assertThat(Yaml.at(job, "spec", "activeDeadlineSeconds")).isEqualTo(150);
    assertThat(Yaml.at(pod, "containers", 0, "args")).isEqualTo(List.of("smoke-test"));
    assertThat(Yaml.at(pod, "containers", 0, "env"))
        .isEqualTo(
            List.of(
                variable("HCOMP_SMOKE_URL", "http://hcomp-app"),
                variable("HCOMP_SMOKE_MANAGEMENT_URL", "http://hcomp-app:8081"),
                variable("HCOMP_SMOKE_TIMEOUT", "30s"),
                variable("HCOMP_ENVIRONMENT", "stg")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smokeTest: {enabled: false}                           | false",
        "replicas: 0                                           | false",
        "'{replicas: 0, autoscaling: {enabled: true}}'         | true",
        "replicas: 1                                           | true",
      })
  void nothingIsTestedWhereNoPodIsMeantToRun(String values, boolean tested) {
    assertThat(chart.render(values).names().contains("Job hcomp-app-smoke-test")).isEqualTo(tested);
  }

  private static Map<String, String> variable(String name, String value) {
    return Map.of("name", name, "value", value);
  }

  private static List<String> sectionNames(Map<String, Object> route) {
    List<String> names = new ArrayList<>();
    for (Object parent : Yaml.list(route, "spec", "parentRefs")) {
      assertThat(Yaml.at(parent, "name")).isEqualTo("shared");
      assertThat(Yaml.at(parent, "namespace")).isEqualTo("gateway");
      names.add(String.valueOf(Yaml.at(parent, "sectionName")));
    }
    return names;
  }

  private static List<String> ingress(Rendering rendering) {
    return rules(rendering.manifest("NetworkPolicy", "hcomp-app"), "ingress", "from");
  }

  /** Each rule's peer and ports, such as {@code monitoring:8081}. */
  private static List<String> rules(Map<String, Object> policy, String direction, String peers) {
    List<String> rules = new ArrayList<>();
    for (Object rule : Yaml.list(policy, "spec", direction)) {
      List<String> ports = new ArrayList<>();
      for (Object port : Yaml.list(rule, "ports")) {
        ports.add(String.valueOf(Yaml.at(port, "port")));
      }
      Map<String, Object> peer = Yaml.map(Yaml.at(rule, peers, 0));
      Map<String, Object> labels =
          peer.containsKey("podSelector")
              ? selected(peer, "podSelector")
              : selected(peer, "namespaceSelector");
      Object name =
          labels.getOrDefault("kubernetes.io/metadata.name", labels.get("app.kubernetes.io/name"));
      rules.add(
          String.valueOf(name).replace("hcomp-app-smoke-test", "smoke-test")
              + ":"
              + String.join(",", ports));
    }
    return rules;
  }

  private static Map<String, Object> selected(Map<String, Object> manifest, Object... path) {
    return Yaml.map(Yaml.at(Yaml.at(manifest, path), "matchLabels"));
  }

  private static Map<String, Object> labels(Map<String, Object> workload) {
    return Yaml.map(Yaml.at(workload, "spec", "template", "metadata", "labels"));
  }
}
