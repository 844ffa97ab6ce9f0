package com.hcomp.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartStagingTest {
  @TempDir private Path folder;
  private final ChartStaging staging = new ChartStaging();

  @Test
  void takesTheChartAndNothingElse() throws IOException {
    Path source = SampleCharts.app(folder.resolve("chart-module"), "1.2.0");
    Path target = source.resolve("target/chart");
    SampleCharts.write(target.resolve("templates/old.yaml"), "old");
    SampleCharts.write(source.resolve("target/chart.partial/templates/older.yaml"), "older");

    ChartRef staged = staging.stage(source, target, List.of(), Optional.empty());

    assertThat(staged).isEqualTo(new ChartRef("hcomp-app", new Version("1.2.0")));
    assertThat(files(target))
        .containsExactly(
            ".helmignore", "Chart.yaml", "README.md", "templates/settings.yaml", "values.yaml");
    assertThat(source.resolve("target/chart.partial")).doesNotExist();
    try (Stream<Path> paths = Files.walk(target)) {
      assertThat(paths)
          .allSatisfy(
              path ->
                  assertThat(Files.getLastModifiedTime(path).toInstant())
                      .isEqualTo(ChartStaging.TIMESTAMP));
    }
  }

  @Test
  void anotherVersionChangesNothingElse() throws IOException {
    Path source = SampleCharts.app(folder.resolve("chart-module"), "1.2.0");
    Path target = folder.resolve("staged");

    ChartRef staged =
        staging.stage(source, target, List.of(), Optional.of(new Version("1.2.0-g4be1a09c")));

    assertThat(staged.version()).hasToString("1.2.0-g4be1a09c");
    assertThat(target.resolve("Chart.yaml"))
        .hasContent(
            """
            # The service's chart.
            apiVersion: v2
            name: hcomp-app
            description: A service
            version: 1.2.0-g4be1a09c # = pom version
            """);
  }

  @Test
  void theContentDigestDependsOnPathsAndContentsOnly() throws IOException {
    Path one = folder.resolve("one");
    SampleCharts.write(one.resolve("b"), "x");
    SampleCharts.write(one.resolve("a"), "y");
    Path two = folder.resolve("two");
    SampleCharts.write(two.resolve("a"), "y");
    SampleCharts.write(two.resolve("b"), "x");
    Files.setLastModifiedTime(two.resolve("a"), FileTime.from(Instant.EPOCH));

    assertThat(staging.contentDigest(one)).isEqualTo(staging.contentDigest(two));
    Files.move(two.resolve("b"), two.resolve("c"));
    assertThat(staging.contentDigest(one)).isNotEqualTo(staging.contentDigest(two));
    SampleCharts.write(two.resolve("b"), "z");
    Files.delete(two.resolve("c"));
    assertThat(staging.contentDigest(one)).isNotEqualTo(staging.contentDigest(two));
  }

  @Test
  void aDependencyIsVendoredFromAFolder() throws IOException {
    Path source = SampleCharts.release(folder.resolve("config-stg"), "1.0.0", "1.2.0");
    Path target = folder.resolve("staged");

    staging.stage(source, target, List.of(stagedApp("1.2.0")), Optional.empty());

    assertThat(files(target))
        .containsExactly(
            "Chart.yaml",
            "charts/hcomp-app/.helmignore",
            "charts/hcomp-app/Chart.yaml",
            "charts/hcomp-app/README.md",
            "charts/hcomp-app/templates/settings.yaml",
            "charts/hcomp-app/values.yaml",
            "values.yaml");
  }

  @Test
  void aDependencyThatIsNotVendoredIsMissing() throws IOException {
    Path source = SampleCharts.release(folder.resolve("config-stg"), "1.0.0", "1.2.0");

    assertFails(
        source,
        List.of(),
        "CHART-MISSING  config-stg depends on hcomp-app:1.2.0, and no chart is vendored. ("
            + source
            + "/Chart.yaml:6)");
  }

  @Test
  void anotherVersionIsNotTheDependency() throws IOException {
    Path source = SampleCharts.release(folder.resolve("config-stg"), "1.0.0", "1.2.0");

    assertFails(
        source,
        List.of(stagedApp("1.1.0")),
        "CHART-MISSING  config-stg depends on hcomp-app:1.2.0, but the vendored chart is"
            + " hcomp-app:1.1.0. ("
            + source
            + "/Chart.yaml:6)");
  }

  @Test
  void aRangeOfVersionsIsRefused() throws IOException {
    Path source = SampleCharts.release(folder.resolve("config-stg"), "1.0.0", "^1.2.0");

    assertFails(
        source,
        List.of(stagedApp("1.2.0")),
        "CHART-VERSION-RANGE  The dependency hcomp-app of config-stg has version '^1.2.0', which is"
            + " not an exact one. ("
            + source
            + "/Chart.yaml:6)",
        "version: 1.2.0");
  }

  @Test
  void aChartThatIsNoDependencyIsRefused() throws IOException {
    Path source = SampleCharts.app(folder.resolve("other"), "1.0.0");

    assertFails(
        source,
        List.of(stagedApp("1.2.0"), folder.resolve("not-there.tgz")),
        "CHART-MISSING  There is no chart at " + folder.resolve("not-there.tgz"),
        "CHART-UNUSED  hcomp-app:1.2.0 is vendored but no dependency of hcomp-app");
  }

  @Test
  void aChartYamlThatIsNoneIsRefusedWithTheLine() throws IOException {
    Path source = folder.resolve("broken");
    SampleCharts.write(source.resolve("Chart.yaml"), "name: a\nversion: 1.0.0\n b: c\n");
    assertFails(source, List.of(), "CHART-INVALID", source + "/Chart.yaml:3");

    SampleCharts.write(source.resolve("Chart.yaml"), "name: a\nversion: 1.0\n");
    assertFails(
        source, List.of(), "version '1.0' is no semantic version", source + "/Chart.yaml:2");

    Files.delete(source.resolve("Chart.yaml"));
    assertFails(source, List.of(), "CHART-INVALID  The folder " + source + " holds no Chart.yaml.");
  }

  @Test
  void aLinkIsRefused() throws IOException {
    Path source = SampleCharts.app(folder.resolve("chart-module"), "1.2.0");
    Files.createSymbolicLink(source.resolve("files.txt"), Path.of("values.yaml"));

    assertFails(source, List.of(), "CHART-INVALID", source + "/files.txt is a link");
  }

  private void assertFails(Path source, List<Path> vendored, String... messages)
      throws IOException {
    Path target = folder.resolve("failed/chart");
    SampleCharts.write(target.resolve("Chart.yaml"), "old");

    assertThatThrownBy(() -> staging.stage(source, target, vendored, Optional.empty()))
        .hasMessageContainingAll(messages);
    assertThat(target).doesNotExist();
  }

  private Path stagedApp(String version) throws IOException {
    Path source = SampleCharts.app(folder.resolve("app-" + version), version);
    Path target = folder.resolve("app-" + version + "-staged");
    staging.stage(source, target, List.of(), Optional.empty());
    return target;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
