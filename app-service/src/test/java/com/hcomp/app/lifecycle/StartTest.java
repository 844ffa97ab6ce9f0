package com.hcomp.app.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that fails tells a person why, in one line. */
class StartTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hcomp.environment      | stg eu | letters, digits, '-' and '.', such as prd-eu
          hcomp.greeting-enabled | ture   | true, false
          hcomp.log-level        | LOUD   | error, warn, info, debug, trace
          hcomp.log-format       | xml    | json, text, auto
          hcomp.shutdown-delay   | soon   | a duration from 0s to 60s, such as 500ms, 5s or PT5S
          hcomp.shutdown-delay   | PT2M   | a duration from 0s to 60s, such as 500ms, 5s or PT5S
          hcomp.shutdown-grace   | PT-1S  | a duration from 0s to 300s, such as 500ms, 5s or PT5S
          """)
  void namesTheSettingItsValueAndWhatIsAllowed(String property, String value, String allowed) {
    String variable = property.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_");

    assertThat(failure("-" + property + "=" + value))
        .isEqualTo(property + " (" + variable + ") is '" + value + "'; allowed: " + allowed + "\n");
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThat(failure("-micronaut.server.port=" + taken.getLocalPort()))
          .hasLineCount(1)
          .contains(":" + taken.getLocalPort(), "Address already in use");
    }
  }

  private static String failure(String... arguments) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    boolean started =
        Service.start(arguments, new PrintStream(errors, true, StandardCharsets.UTF_8));

    assertThat(started).isFalse();
    return errors.toString(StandardCharsets.UTF_8);
  }
}
