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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppChartTest {
  private static final String DIGEST = "sha256:" + "a1".repeat(32);

  @TempDir Path folder;
  private Charts charts;
  private Path chart;

  @BeforeEach
  void copyChart() {
    charts = new Charts(folder);
    chart = charts.app();
  }

  @Test
  void pullsTheDigestRatherThanTheTag() {
    assertThat(image("image.tag=1.0.0", "image.digest=" + DIGEST))
        .isEqualTo("app-service@" + DIGEST);
  }

  @Test
  void pullsTheTagWhereThereIsNoDigest() {
    assertThat(image("image.tag=1.0.0")).isEqualTo("app-service:1.0.0");
  }

  @Test
  void pullsFromTheRegistryThatIsPassedDown() {
    assertThat(image("image.tag=1.0.0", "global.imageRegistry=localhost:5001/hcomp"))
        .isEqualTo("localhost:5001/hcomp/app-service:1.0.0");
  }

  @Test
  void refusesToRunNoImage() {
    assertThat(charts.render(chart).refusal())
        .contains("No image: neither image.tag nor image.digest is set for app-service.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678e901", "001234", "1e3", "0x1f", "1_000", "null", "true", "1.10"})
  void keepsTagsThatLookLikeSomethingElse(String tag) throws IOException {
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, "image: {tag: \"" + tag + "\"}\n");

    Rendering rendering = charts.render(chart, "--values", values.toString());

    assertThat(container(rendering).get("image")).isEqualTo("app-service:" + tag);
    assertThat(rendering.text()).contains("app.kubernetes.io/version: \"" + tag + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: {tag: 001234}                 | at '/image/tag': got number, want string",
        "image: {tag: 'has space'}            | at '/image/tag'",
        "image: {digest: 'sha256:12'}         | at '/image/digest'",
        "image: {repository: ghcr.io/x/app}   | at '/image/repository'",
        "image: {repository: 'host:1/app'}    | at '/image/repository'",
        "image: {pullPolicy: Always}          | at '/image': additional properties 'pullPolicy'",
        "replicas: two                        | at '/replicas': got string, want integer",
        "replicas: -1                         | at '/replicas'",
        "replica: 2                           | additional properties 'replica' not allowed",
        "resources: {limits: {memory: 1Gi}}   | at '/resources': additional properties 'limits'",
        "resources: {memory: 256}             | at '/resources/memory': got number, want string",
        "resources: {memory: 256MB}           | at '/resources/memory'",
        "resources: {cpu: fast}               | at '/resources/cpu'",
        "logLevel: LOUD                       | at '/logLevel'",
        "environment: 'A B'                   | at '/environment'",
        "features: {greting: true}            | at '/features': additional properties 'greting'",
        "features: {greeting: 'yes'}          | at '/features/greeting': got string, want boolean",
        "env: {A: 1}                          | at '/env/A': got number, want string",
        "env: {HCOMP_INSTANCE: me}            | at '/env/HCOMP_INSTANCE'",
        "env: {A-B: x}                        | at '/env': additional properties 'A-B' not allowed",
        "global: {imageRegistry: 'oci://x/y'} | at '/global/imageRegistry'",
      })
  void saysWhichValueIsWrong(String values, String refusal) throws IOException {
    Path file = folder.resolve("values.yaml");
    Files.writeString(file, values + "\n");

    assertThat(charts.render(chart, "--values", file.toString()).refusal()).contains(refusal);
  }

  @Test
  void letsOtherChartsOfTheReleaseShareGlobalValues() {
    assertThat(image("image.tag=1.0.0", "global.somethingElse=x")).isEqualTo("app-service:1.0.0");
  }

  @Test
  void addsEnvironmentVariables() {
    Rendering rendering = render("image.tag=1.0.0", "env.GREETING_LANGUAGE=de");

    assertThat(Yaml.missing("env", List.of(variable("GREETING_LANGUAGE", "de")), env(rendering)))
        .isEmpty();
  }

  @Test
  void meetsTheRestrictedPodSecurityStandard() {
    Map<String, Object> deployment = deployment(render("image.tag=1.0.0"));
    Object pod = Yaml.at(deployment, "spec", "template", "spec");
    Object security = Yaml.at(pod, "containers", 0, "securityContext");

    assertThat(Yaml.at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
    assertThat(Yaml.at(pod, "securityContext", "runAsUser")).isEqualTo(65532);
    assertThat(Yaml.at(pod, "securityContext", "seccompProfile", "type"))
        .isEqualTo("RuntimeDefault");
    assertThat(Yaml.at(security, "allowPrivilegeEscalation")).isEqualTo(false);
    assertThat(Yaml.at(security, "capabilities", "drop")).isEqualTo(List.of("ALL"));
    assertThat(Yaml.at(security, "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(Yaml.at(pod, "automountServiceAccountToken")).isEqualTo(false);
  }

  @Test
  void givesAsMuchMemoryAsItReserves() {
    Object resources =
        container(render("image.tag=1.0.0", "resources.memory=1Gi")).get("resources");

    assertThat(Yaml.at(resources, "requests", "memory")).isEqualTo("1Gi");
    assertThat(Yaml.at(resources, "limits", "memory")).isEqualTo("1Gi");
  }

  @Test
  void anotherVersionOfTheChartAloneRestartsNothing() throws IOException {
    Map<String, Object> before = deployment(render("image.tag=1.0.0"));
    Path description = chart.resolve("Chart.yaml");
    String text = Files.readString(description);
    Files.writeString(
        description,
        text.replaceAll("(?m)^version: .*", "version: 9.9.9")
            .replaceAll("(?m)^name: .*", "name: renamed"));

    Map<String, Object> after = deployment(render("image.tag=1.0.0"));

    assertThat(Yaml.at(after, "metadata", "labels", "helm.sh/chart")).isEqualTo("renamed-9.9.9");
    assertThat(after.get("spec")).isEqualTo(before.get("spec"));
  }

  @Test
  void isNamedAfterItsRelease() {
    Rendering rendering = charts.renderAs("blue", chart, "--set-string", "image.tag=1.0.0");

    rendering.manifest("Deployment", "blue-hcomp-app");
    rendering.manifest("Service", "blue-hcomp-app");
    rendering.manifest("ServiceAccount", "blue-hcomp-app");
  }

  @Test
  void takesNothingOfMavenIntoThePackage() throws IOException {
    Files.createDirectories(chart.resolve("target"));
    Files.writeString(chart.resolve("target/left.yaml"), "over: true\n");

    List<String> files = charts.packaged(chart);

    assertThat(files)
        .contains("hcomp-app/Chart.yaml", "hcomp-app/templates/deployment.yaml")
        .noneMatch(file -> file.contains("pom.xml") || file.contains("target"));
  }

  private Rendering render(String... values) {
    String[] arguments = new String[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      arguments[2 * i] = "--set-string";
      arguments[2 * i + 1] = values[i];
    }
    return charts.render(chart, arguments);
  }

  private String image(String... values) {
    return String.valueOf(container(render(values)).get("image"));
  }

  private static Map<String, Object> deployment(Rendering rendering) {
    return rendering.manifests().stream()
        .filter(manifest -> "Deployment".equals(manifest.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> container(Rendering rendering) {
    return Yaml.map(Yaml.at(deployment(rendering), "spec", "template", "spec", "containers", 0));
  }

  private static Object env(Rendering rendering) {
    return container(rendering).getOrDefault("env", List.of());
  }

  private static Map<String, Object> variable(String name, String value) {
    return Map.of("name", name, "value", value);
  }
}
