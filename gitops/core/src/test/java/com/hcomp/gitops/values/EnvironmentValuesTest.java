package com.hcomp.gitops.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.report.JsonOutput;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentValuesTest {
  private static final String CHART =
      """
      # Who pulls what.
      image: {repository: "", tag: "", digest: ""}
      replicas: 1
      resources:
        cpu: 100m
        memory: 256Mi
      env: {}
      features: {greeting: off, sampling: 0.5}
      hosts: [one.example.com]
      motd: |
        Hello,
        world
      podAnnotations:
        acme.io/team: "1"
      global:
        imageRegistry: none
      """;
  private static final String STAGING =
      """
      hcomp-app:
        image:
          repository: app-service
          tag: "9f31c2a4b7de"
          digest: sha256:4be1a09c4be1a09c4be1a09c4be1a09c4be1a09c4be1a09c4be1a09c4be1a09c
        features: {greeting: on}
        env:
          DEBUG: "true"
      """;
  private static final String PRODUCTION =
      """
      # Over the chart's.
      hcomp-app:
        image:
          repository: app-service
          tag: "20c9d1f0a3b5"
          digest: sha256:11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437

        replicas: 3
        resources:
          cpu: 250m
          memory: null
        hosts:
          - app.europe.example.com
          - app.america.example.com
          - app.asia.example.com
      """;

  @TempDir private Path folder;
  private Repository repository;

  @BeforeEach
  void write() throws IOException {
    repository = Repository.dayOne(folder.resolve("work"));
    repository.write("chart-module/values.yaml", CHART);
    repository.write("config-stg/values.yaml", STAGING);
    repository.write("config-prd/values.yaml", PRODUCTION);
  }

  @Test
  void everyValueWithItsPlaceAndWhatItOverrode() {
    assertThat(ValuesText.of(values("prd"))).isEqualTo(golden("prd.txt"));
    assertThat(ValuesText.of(values("prd")).lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void machinesGetEverythingWhole() {
    assertThat(new JsonOutput().text(values("prd").json()) + "\n").isEqualTo(golden("prd.json"));
  }

  @Test
  void onlyWhatDiffersBetweenEnvironments() {
    ValueDifferences differences = ValueDifferences.between(environmentValues().all());
    assertThat(ValuesText.of(differences)).isEqualTo(golden("differences.txt"));
    assertThat(ValuesText.of(differences).lines()).allMatch(line -> line.length() <= 100);
    assertThat(new JsonOutput().text(differences.json()) + "\n")
        .isEqualTo(golden("differences.json"));
  }

  @Test
  void whatIsTheSameEverywhereIsLeftOut() throws IOException {
    repository.write("config-prd/values.yaml", STAGING);
    ValueDifferences differences = ValueDifferences.between(environmentValues().all());
    assertThat(ValuesText.of(differences))
        .isEqualTo("  Every value is the same in all environments.\n");
  }

  @Test
  void aStringIsNotWhatItLooksLike() throws IOException {
    repository.write("config-stg/values.yaml", "hcomp-app: {replicas: 3}\n");
    repository.write("config-prd/values.yaml", "hcomp-app: {replicas: \"3\"}\n");
    ValueDifferences differences = ValueDifferences.between(environmentValues().all());
    assertThat(ValuesText.of(differences)).containsPattern("hcomp-app\\.replicas +3 +\"3\"\n");
  }

  @Test
  void anUnknownEnvironmentIsToldWithThoseThatThereAre() {
    assertThatThrownBy(() -> values("prod"))
        .hasMessageContaining("NO-ENVIRONMENT")
        .hasMessageContaining("Name one of: stg, prd");
  }

  @Test
  void whatIsNoYamlIsToldWithItsLine() throws IOException {
    repository.write("chart-module/values.yaml", "replicas: 1\nresources: {cpu: 1\n");
    assertThatThrownBy(() -> values("prd"))
        .hasMessageContaining("NOT-YAML")
        .hasMessageContaining("(chart-module/values.yaml:3)");
  }

  @Test
  void whatHelmRefusesIsToldWithItsLine() throws IOException {
    repository.write("chart-module/values.yaml", "replicas: 1\nratio: .inf\n");
    assertThatThrownBy(() -> values("prd"))
        .hasMessageContaining("NOT-VALUES")
        .hasMessageContaining("(chart-module/values.yaml:2)");

    repository.write("chart-module/values.yaml", "replicas: 1\n");
    repository.write("config-prd/values.yaml", "\nhcomp-app: 3\n");
    assertThatThrownBy(() -> values("prd"))
        .hasMessageContaining("CHART-VALUES")
        .hasMessageContaining("(config-prd/values.yaml:2)");
  }

  @Test
  void importedValuesAreRefused() throws IOException {
    repository.write(
        "config-prd/Chart.yaml",
        repository.read("config-prd/Chart.yaml") + "    import-values: [data]\n");
    assertThatThrownBy(() -> values("prd"))
        .hasMessageContaining("IMPORT-VALUES")
        .hasMessageContaining("config-prd/Chart.yaml:8");
  }

  @Test
  void problemsOfAllEnvironmentsAreToldTogetherAndOnce() throws IOException {
    repository.write("config-stg/values.yaml", "hcomp-app: 1\n");
    repository.write("config-prd/values.yaml", "hcomp-app: 2\n");
    assertThatThrownBy(() -> environmentValues().all())
        .hasMessageContaining("config-stg/values.yaml:1")
        .hasMessageContaining("config-prd/values.yaml:1");

    repository.write("chart-module/values.yaml", "- no\n");
    assertThatThrownBy(() -> environmentValues().all())
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.problems()).hasSize(1));
  }

  private EffectiveValues values(String environment) {
    return environmentValues().of(Workspace.open(repository.root()).environment(environment));
  }

  private EnvironmentValues environmentValues() {
    return EnvironmentValues.of(
        Workspace.open(repository.root()),
        () -> {
          throw new AssertionError("files are enough");
        });
  }

  private static String golden(String name) {
    try (InputStream stream = EnvironmentValuesTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
