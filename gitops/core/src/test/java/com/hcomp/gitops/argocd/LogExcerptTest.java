package com.hcomp.gitops.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogExcerptTest {
  @Test
  void aStackTraceKeepsWhatItSays() {
    List<String> log =
        List.of(
            "Starting",
            "Exception in thread main java.lang.IllegalStateException: broken",
            "\tat a.B.c(B.java:1)",
            "\tat a.B.d(B.java:2)",
            "\tat a.B.e(B.java:3)",
            "Caused by: java.io.IOException: no",
            "\tat a.C.x(C.java:9)",
            "\t... 3 more");
    assertThat(LogExcerpt.of(log, 6))
        .containsExactly(
            "Exception in thread main java.lang.IllegalStateException: broken",
            "    at a.B.c(B.java:1)",
            "  ... 2 more frames",
            "Caused by: java.io.IOException: no",
            "    at a.C.x(C.java:9)",
            "  ... 1 more frame");
  }

  @Test
  void coloursAndControlCharactersStayOut() {
    assertThat(LogExcerpt.of(List.of("\u001b[31mred\u001b[0m\rover\u0007", " ", "::error::x"), 5))
        .containsExactly("redover", "::error::x");
  }
}
