package com.hcomp.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartArchiveTest {
  private static final String CHART = "name: a\nversion: 1.0.0\n";

  @Test
  void givesTheFilesInTheOrderOfTheirPaths() throws IOException {
    ChartArchive chart =
        new TestArchive()
            .file("a/values.yaml", "x: y\n")
            .file("a/Chart.yaml", CHART)
            .file("a/" + "long/".repeat(40) + "z.txt", "long")
            .read();

    assertThat(chart.name()).isEqualTo("a");
    assertThat(chart.version()).hasToString("1.0.0");
    assertThat(chart.files().keySet())
        .containsExactly("Chart.yaml", "long/".repeat(40) + "z.txt", "values.yaml");
    assertThat(chart.files().get("values.yaml")).asString().isEqualTo("x: y\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/../../evil",
        "/etc/evil",
        "../evil",
        "evil",
        "a//evil",
        "a/./evil",
        "a\\evil",
        "b/evil"
      })
  void pathsThatLeaveTheChartsFolderAreRefused(String path) {
    TestArchive archive = new TestArchive().file("a/Chart.yaml", CHART).file(path, "x");

    assertThatThrownBy(archive::read).hasMessageStartingWith("CHART-ARCHIVE");
  }

  @Test
  void linksAndRepeatedFilesAreRefused() {
    assertThatThrownBy(() -> new TestArchive().file("a/Chart.yaml", CHART).link("a/x").read())
        .hasMessageStartingWith("CHART-ARCHIVE")
        .hasMessageContaining("a/x is no plain file");
    assertThatThrownBy(
            () -> new TestArchive().file("a/Chart.yaml", CHART).file("a/Chart.yaml", "x").read())
        .hasMessageStartingWith("CHART-ARCHIVE")
        .hasMessageContaining("a/Chart.yaml twice");
  }

  @Test
  void anArchiveThatUnpacksToTooMuchIsRefused() {
    TestArchive big =
        new TestArchive().file("a/Chart.yaml", CHART).file("a/big", "0".repeat((5 << 20) + 1));

    assertThatThrownBy(big::read)
        .hasMessageStartingWith("CHART-ARCHIVE")
        .hasMessageContaining("a/big is larger than Helm takes");
  }

  @Test
  void whatIsNoChartIsRefused() {
    assertThatThrownBy(() -> ChartArchive.read(new byte[] {1, 2, 3}, "x.tgz"))
        .hasMessageStartingWith("CHART-ARCHIVE  The chart archive x.tgz can't be used");
    assertThatThrownBy(() -> new TestArchive().file("a/values.yaml", "").read())
        .hasMessageContaining("it has no Chart.yaml");
  }
}
