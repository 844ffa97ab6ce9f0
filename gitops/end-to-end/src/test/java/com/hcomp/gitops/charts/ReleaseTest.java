package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases: an environment's values over the chart that is vendored inside. */
class ReleaseTest {
  @TempDir Path folder;

  @Test
  void namesNoRegistry() {
    Charts charts = new Charts(folder);
    Charts.Rendering rendering = charts.render(charts.release("prd-eu"));

    assertThat(rendering.text()).contains("image: \"app-service@sha256:" + "9c".repeat(32) + "\"");
  }

  @Test
  void saysWhichEnvironmentValueIsWrong() throws IOException {
    Charts charts = new Charts(folder);
    Path release = charts.release("prd-eu");
    Path values = release.resolve("values.yaml");
    Files.writeString(values, Files.readString(values).replace("replicas: 2", "replicas: \"2\""));

    assertThat(charts.render(release).refusal())
        .contains("hcomp-app:", "at '/replicas': got string, want integer");
  }

  @Test
  void noFileOfTheChartOrTheReleasesNamesTheRegistry() throws IOException {
    Path repository = Charts.repository();
    Map<String, Object> values =
        Yaml.documents(repository.resolve("argocd-root/values.yaml")).get(0);
    String host = String.valueOf(values.get("registry")).replaceFirst("/.*", "");

    for (Path module : modules("chart-module|config-.*")) {
      try (Stream<Path> files = Files.walk(module)) {
        assertThat(files.filter(Files::isRegularFile).filter(file -> isSource(module, file)))
            .isNotEmpty()
            .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(host));
      }
    }
  }

  @Test
  void configModulesHoldThreeFilesAndNothingElseToRead() throws IOException {
    for (Path module : modules("config-.*")) {
      try (Stream<Path> files = Files.walk(module)) {
        assertThat(
                files
                    .filter(Files::isRegularFile)
                    .filter(file -> isSource(module, file))
                    .map(file -> module.relativize(file).toString()))
            .as(module.toString())
            .containsExactlyInAnyOrder("pom.xml", "Chart.yaml", "values.yaml");
      }
    }
  }

  private static List<Path> modules(String name) throws IOException {
    try (Stream<Path> folders = Files.list(Charts.repository())) {
      List<Path> modules =
          folders
              .filter(Files::isDirectory)
              .filter(module -> module.getFileName().toString().matches(name))
              .sorted()
              .toList();
      assertThat(modules).isNotEmpty();
      return modules;
    }
  }

  private static boolean isSource(Path module, Path file) {
    boolean editors = file.getFileName().toString().startsWith(".");
    return !editors && !module.relativize(file).startsWith("target");
  }
}
