package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds what is expected, and that is written anew with {@code -Dexpected.update}.
 *
 * @param path where it is
 */
record GoldenFile(Path path) {
  private static final String UPDATE =
      "mvn -pl gitops/end-to-end -am test -Dtest='Expected*Test'"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dexpected.update";

  void mustBe(String actual) throws IOException {
    if (System.getProperty("expected.update") != null) {
      Files.writeString(path, actual);
    }
    assertThat(path)
        .as(
            "%s is not what it would be now. If that is right:\n%s\nand look at the difference: git"
                + " diff\n",
            Charts.repository().relativize(path), UPDATE)
        .hasContent(actual);
  }
}
