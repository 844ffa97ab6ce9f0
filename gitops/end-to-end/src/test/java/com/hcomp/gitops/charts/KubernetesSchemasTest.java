package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oldest and the newest Kubernetes take everything that the service's chart makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class KubernetesSchemasTest {
  private KubernetesSchemas oldest;
  private KubernetesSchemas newest;

  @BeforeAll
  void load() {
    oldest = KubernetesSchemas.oldest();
    newest = KubernetesSchemas.newest();
  }

  @Test
  void takeAllExpectedManifests() throws IOException {
    List<Path> files = expectedFiles();
    assertThat(files).hasSizeGreaterThanOrEqualTo(12);

    for (Path file : files) {
      assertThat(problems(Yaml.documents(file))).as(file.toString()).isEmpty();
    }
  }

  /** As they are in this moment, and with the examples that are commented out in them. */
  @ParameterizedTest
  @ValueSource(strings = {"stg", "prd-eu", "prd-us"})
  void takeWhatTheConfigModulesMake(String environment, @TempDir Path folder) throws IOException {
    Charts charts = new Charts(folder);
    Path config = Charts.repository().resolve("config-" + environment);
    Path release = charts.release(config, Charts.repository().resolve("chart-module"));
    String[] image = {"--set-string", "hcomp-app.image.tag=1.0.0"};
    assertThat(problems(charts.render(release, image).manifests())).isEmpty();

    Path examples = folder.resolve("examples.yaml");
    Files.writeString(
        examples,
        "hcomp-app:\n"
            + Files.readAllLines(config.resolve("values.yaml")).stream()
                .filter(line -> line.matches(" *#[^ ].*|  #  .*"))
                .map(line -> line.replaceFirst("#", "") + "\n")
                .reduce("", String::concat));
    assertThat(Yaml.map(Yaml.documents(examples).get(0).get("hcomp-app"))).isNotEmpty();
    String[] with = {image[0], image[1], "--values", examples.toString()};
    assertThat(problems(charts.render(release, with).manifests())).isEmpty();
  }

  @Test
  void theOldestIsTheOneThatTheChartStates(@TempDir Path folder) {
    String stated =
        String.valueOf(Yaml.documents(Charts.chartDescription()).get(0).get("kubeVersion"));
    assertThat(stated).isEqualTo(">=" + oldest.version() + "-0");

    AppChart chart = new AppChart(folder);
    chart.renderFor(oldest.version()).text();
    chart.renderFor(newest.version()).text();
    assertThat(chart.renderFor("1.29.15").refusal())
        .contains("requires kubeVersion: " + stated + " which is incompatible with Kubernetes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "revisionHistoryLimit:    | historyLimit:            | property 'historyLimit' is not defined",
        "replicas: [0-9]+         | replicas: two            | string found, integer expected",
        "port: management        | ports: management         | property 'ports' is not defined",
        "port: management        | port: 1.5                 | number found",
        "scheme: https           | scheme: gopher            | does not have a value in the enumeration",
        "sectionName: \"https\"  | section: https            | property 'section' is not defined",
        "kind: HTTPRoute         | kind: HttpRoute           | has no gateway.networking.k8s.io/v1/HttpRoute",
        "apiVersion: policy/v1   | apiVersion: policy/v1beta1 | has no policy/v1beta1/PodDisruptionBudget",
      })
  void findWhatIsWrong(String right, String wrong, String problem) throws IOException {
    String text = Files.readString(Charts.fixture("config-prd-eu/expected.yaml"));
    assertThat(text).containsPattern(right);

    assertThat(problems(Yaml.documents(text.replaceFirst(right, wrong))))
        .filteredOn(each -> each.contains(problem))
        .anyMatch(each -> each.contains(oldest.version()))
        .anyMatch(each -> each.contains(newest.version()));
  }

  private List<String> problems(List<Map<String, Object>> manifests) {
    List<String> problems = new ArrayList<>();
    for (Map<String, Object> manifest : manifests) {
      problems.addAll(oldest.problems(manifest));
      problems.addAll(newest.problems(manifest));
    }
    return problems;
  }

  private static List<Path> expectedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Charts.fixture("."))) {
      return files.filter(file -> file.endsWith("expected.yaml")).sorted().toList();
    }
  }
}
