package com.hcomp.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartDifferenceTest {
  private static final String CHART = "name: a\nversion: 1.0.0\n";

  @Test
  void namesEachFileAndItsFirstLineThatDiffers() {
    ChartArchive built =
        chart()
            .file("a/values.yaml", "image: x\nreplicas: 5\nlevel: info\n")
            .file("a/templates/x.yaml", "x\n")
            .file("a/short.txt", "1\n")
            .file("a/picture", new byte[] {1, 0, 2})
            .read();
    ChartArchive published =
        chart()
            .file("a/values.yaml", "image: x\nreplicas: 2\nlevel: debug\n")
            .file("a/templates/y.yaml", "y\n")
            .file("a/short.txt", "1\n2\n")
            .file("a/picture", new byte[] {1, 0})
            .read();

    assertThat(ChartDifference.compare(built, published).lines("config-stg/"))
        .containsExactly(
            "config-stg/picture  3 bytes          published: 2 bytes",
            "config-stg/short.txt:2  (nothing)          published: 2",
            "only in this build: config-stg/templates/x.yaml",
            "only published: config-stg/templates/y.yaml",
            "config-stg/values.yaml:2  replicas: 5          published: 2");
  }

  @Test
  void whatHelmWritesAnewIsComparedByItsMeaning() {
    ChartArchive built =
        new TestArchive()
            .file("a/Chart.yaml", "# c\nname: a\nversion: \"1.0.0\"\nkeywords: [b, c]\n")
            .file("a/Chart.lock", "digest: x\ngenerated: \"2026-01-01\"\n")
            .file("a/charts/b/Chart.yaml", "version: 2.0.0\nname: b\n")
            .read();
    ChartArchive published =
        new TestArchive()
            .file("a/Chart.yaml", "keywords:\n- b\n- c\nname: a\nversion: 1.0.0\n")
            .file("a/Chart.lock", "generated: \"2027-01-01\"\ndigest: x\n")
            .file("a/charts/b/Chart.yaml", "name: b\nversion: 2.0.0\n")
            .read();

    assertThat(ChartDifference.compare(built, published).isEmpty()).isTrue();
  }

  @Test
  void aFieldOfChartYamlIsNamedByItsPath() {
    ChartArchive built =
        new TestArchive()
            .file("a/Chart.yaml", CHART + "dependencies:\n- name: b\n  version: 1.1.0\n")
            .read();
    ChartArchive published =
        new TestArchive()
            .file("a/Chart.yaml", CHART + "dependencies:\n- name: b\n  version: 1.0.0\n")
            .read();

    assertThat(ChartDifference.compare(built, published).lines(""))
        .containsExactly("Chart.yaml  dependencies[0].version: 1.1.0          published: 1.0.0");
    assertThat(ChartDifference.compare(chart().read(), published).lines(""))
        .containsExactly(
            "Chart.yaml  (nothing)          published: dependencies: [{name=b, version=1.0.0}]");
  }

  @Test
  void yamlThatHelmDoesNotWriteIsComparedByteByByte() {
    ChartDifference difference =
        ChartDifference.compare(
            chart().file("a/values.yaml", "a:  1\r\n").read(),
            chart().file("a/values.yaml", "a:  1\n").read());

    assertThat(difference.lines(""))
        .containsExactly("values.yaml:1  a:  1\\r          published: 1");
  }

  @Test
  void whatCannotBeSeenIsSaid() {
    assertThat(lines("a\n\nb\n", "a\nb\n"))
        .containsExactly("x:2  (empty line)          published: b");
    assertThat(lines("a", "a\n"))
        .containsExactly(
            "x:1  (no line break at the end)          published: (line break at the end)");
    assertThat(lines("  a\n", "a\n")).containsExactly("x:1  \u00b7\u00b7a          published: a");
  }

  @Test
  void ofALongLineThePartThatDiffersIsShown() {
    String line = "{" + "\"k\": 1, ".repeat(40);
    ChartDifference difference =
        ChartDifference.compare(
            chart().file("a/d.json", line + "\"end\": 5}").read(),
            chart().file("a/d.json", line + "\"end\": 2}").read());

    List<String> lines = difference.lines("");
    assertThat(lines.get(0)).contains("\"end\": 5}").contains("\"end\": 2}").hasSizeLessThan(170);
  }

  private static List<String> lines(String built, String published) {
    return ChartDifference.compare(
            chart().file("a/x", built).read(), chart().file("a/x", published).read())
        .lines("");
  }

  private static TestArchive chart() {
    return new TestArchive().file("a/Chart.yaml", CHART);
  }
}
