package com.hcomp.gitops.charts;

import static com.hcomp.gitops.charts.AppChart.container;
import static com.hcomp.gitops.charts.AppChart.deployment;
import static com.hcomp.gitops.charts.AppChart.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.charts.Charts.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs in the service's pods, and how safely. */
@Tag("slow")
class AppChartTest {
  private static final String DIGEST = "sha256:" + "a1".repeat(32);

  @TempDir Path folder;
  private AppChart chart;

  @BeforeEach
  void copyChart() {
    chart = new AppChart(folder);
  }

  @Test
  void pullsTheDigestRatherThanTheTag() {
    assertThat(image(chart.render("image: {digest: '" + DIGEST + "'}")))
        .isEqualTo("app-service@" + DIGEST);
  }

  @Test
  void pullsTheTagWhereThereIsNoDigest() {
    assertThat(image(chart.render())).isEqualTo("app-service:1.0.0");
  }

  @Test
  void pullsFromTheRegistryThatIsPassedDown() {
    assertThat(image(chart.render("global: {imageRegistry: 'localhost:5001/hcomp'}")))
        .isEqualTo("localhost:5001/hcomp/app-service:1.0.0");
  }

  @Test
  void refusesToRunNoImage() {
    assertThat(chart.renderBare().refusal())
        .contains("No image: neither image.tag nor image.digest is set for app-service.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678e901", "001234", "1e3", "0x1f", "1_000", "null", "true", "1.10"})
  void keepsTagsThatLookLikeSomethingElse(String tag) {
    Rendering rendering = chart.renderBare("image: {tag: \"" + tag + "\"}");

    assertThat(image(rendering)).isEqualTo("app-service:" + tag);
    assertThat(rendering.text()).contains("app.kubernetes.io/version: \"" + tag + "\"");
  }

  @Test
  void addsEnvironmentVariables() {
    assertThat(Yaml.list(container(chart.render("env: {GREETING_LANGUAGE: de}")), "env"))
        .contains(Map.of("name", "GREETING_LANGUAGE", "value", "de"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "Job"})
  void meetsTheRestrictedPodSecurityStandard(String kind) {
    Map<String, Object> workload =
        chart.render().manifests().stream()
            .filter(manifest -> kind.equals(manifest.get("kind")))
            .findFirst()
            .orElseThrow();
    Object pod = Yaml.at(workload, "spec", "template", "spec");
    Object security = Yaml.at(pod, "containers", 0, "securityContext");

    assertThat(Yaml.at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
    assertThat(Yaml.at(pod, "securityContext", "runAsUser")).isEqualTo(65532);
    assertThat(Yaml.at(pod, "securityContext", "seccompProfile", "type"))
        .isEqualTo("RuntimeDefault");
    assertThat(Yaml.at(security, "allowPrivilegeEscalation")).isEqualTo(false);
    assertThat(Yaml.at(security, "capabilities", "drop")).isEqualTo(List.of("ALL"));
    assertThat(Yaml.at(security, "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(Yaml.at(pod, "automountServiceAccountToken")).isEqualTo(false);
    assertThat(Yaml.at(pod, "volumes", 0, "emptyDir")).isNotNull();
    assertThat(Yaml.at(pod, "containers", 0, "volumeMounts", 0, "mountPath")).isEqualTo("/tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "Job"})
  void givesAsMuchMemoryAsItReserves(String kind) {
    Rendering rendering =
        chart.render(
            "resources: {cpu: 1, memory: 1Gi}", "smokeTest: {resources: {cpu: 1, memory: 1Gi}}");
    Object resources =
        rendering.manifests().stream()
            .filter(manifest -> kind.equals(manifest.get("kind")))
            .map(manifest -> Yaml.at(manifest, "spec", "template", "spec", "containers", 0))
            .map(container -> Yaml.map(container).get("resources"))
            .findFirst()
            .orElseThrow();

    assertThat(Yaml.at(resources, "requests", "memory")).isEqualTo("1Gi");
    assertThat(Yaml.at(resources, "limits")).isEqualTo(Map.of("memory", "1Gi"));
  }

  @Test
  void restartsPodsWhenAFileChanges() {
    Object one = annotations(chart.render("files: {a.txt: one}"));
    Object two = annotations(chart.render("files: {a.txt: two}"));
    Object none = annotations(chart.render());

    assertThat(one).isNotNull().isNotEqualTo(two);
    assertThat(annotations(chart.render("files: {a.txt: one}"))).isEqualTo(one);
    assertThat(none).isNull();
  }

  @Test
  void anotherVersionOfTheChartAloneRestartsNothing() throws IOException {
    Map<String, Object> before = deployment(chart.render());
    Path description = chart.source().resolve("Chart.yaml");
    String text = Files.readString(description);
    Files.writeString(description, text.replaceAll("(?m)^version: .*", "version: 9.9.9"));

    Map<String, Object> after = deployment(chart.render());

    assertThat(Yaml.at(after, "metadata", "labels", "helm.sh/chart")).isEqualTo("hcomp-app-9.9.9");
    assertThat(after.get("spec")).isEqualTo(before.get("spec"));
  }

  @Test
  void isNamedAfterItsRelease() {
    Rendering rendering =
        chart.renderAs("blue", "route: {type: HTTPRoute, hosts: [a.example]}", "files: {a: b}");

    assertThat(rendering.names())
        .containsExactlyInAnyOrder(
            "ConfigMap blue-hcomp-app-files",
            "Deployment blue-hcomp-app",
            "HTTPRoute blue-hcomp-app",
            "HTTPRoute blue-hcomp-app-redirect",
            "Job blue-hcomp-app-smoke-test",
            "NetworkPolicy blue-hcomp-app",
            "NetworkPolicy blue-hcomp-app-smoke-test",
            "PodDisruptionBudget blue-hcomp-app",
            "Service blue-hcomp-app",
            "ServiceAccount blue-hcomp-app");
  }

  @Test
  void namesFitHoweverLongTheReleasesIs() {
    Rendering rendering = chart.renderAs("a".repeat(53), "files: {a: b}");

    assertThat(rendering.manifests())
        .extracting(manifest -> String.valueOf(Yaml.at(manifest, "metadata", "name")))
        .allMatch(name -> name.length() <= 63)
        .anyMatch(name -> name.endsWith("-smoke-test"));
  }

  @Test
  void labelsEverythingAndStillSelectsByWhatNeverChanges() {
    Rendering rendering = chart.render("labels: {example.com/team: delivery}");

    assertThat(rendering.manifests())
        .allSatisfy(
            manifest ->
                assertThat(Yaml.at(manifest, "metadata", "labels", "example.com/team"))
                    .isEqualTo("delivery"));
    assertThat(Yaml.at(deployment(rendering), "spec", "selector", "matchLabels"))
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/name", "hcomp-app", "app.kubernetes.io/instance", "hcomp-app"));
  }

  @Test
  void everyRenderingIsTheSame() throws IOException {
    assertThat(chart.render().text()).isEqualTo(chart.render().text());
    try (Stream<Path> templates = Files.list(chart.source().resolve("templates"))) {
      for (Path template : templates.toList()) {
        assertThat(Files.readString(template))
            .as(template.toString())
            .doesNotContainPattern("\\b(lookup|rand\\w+|uuidv4|gen[A-Z]\\w+|now|htpasswd)\\b");
      }
    }
  }

  @Test
  void takesNothingOfMavenIntoThePackage() throws IOException {
    Files.createDirectories(chart.source().resolve("target"));
    Files.writeString(chart.source().resolve("target/left.yaml"), "over: true\n");

    assertThat(chart.packaged())
        .contains(
            "hcomp-app/Chart.yaml", "hcomp-app/README.md", "hcomp-app/templates/deployment.yaml")
        .noneMatch(file -> file.contains("pom.xml") || file.contains("target"));
  }

  private static @Nullable Object annotations(Rendering rendering) {
    return Yaml.at(deployment(rendering), "spec", "template", "metadata", "annotations");
  }

  private static String image(Rendering rendering) {
    Object service = Yaml.at(pod(rendering), "containers", 0, "image");
    Object smokeTest =
        Yaml.at(
            rendering.manifest("Job", "hcomp-app-smoke-test"),
            "spec",
            "template",
            "spec",
            "containers",
            0,
            "image");
    assertThat(smokeTest).isEqualTo(service);
    return String.valueOf(service);
  }
}
