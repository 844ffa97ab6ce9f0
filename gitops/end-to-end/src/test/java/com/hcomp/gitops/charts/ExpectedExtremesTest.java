package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that the service's chart makes for the extremes of its values. */
class ExpectedExtremesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("cases")
  void cases(String name) throws IOException {
    Charts charts = new Charts(folder);
    Path values = Charts.fixture("app/" + name + "/values.yaml");

    ExpectedFilesTest.golden(
        "app/" + name, "", charts.render(charts.app(), "--values", values.toString()));
  }

  /** The folders below {@code app}, one for each case. */
  static List<String> cases() {
    try (Stream<Path> folders = Files.list(Charts.fixture("app"))) {
      List<String> cases = folders.map(each -> each.getFileName().toString()).sorted().toList();
      assertThat(cases).hasSizeGreaterThanOrEqualTo(9);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
