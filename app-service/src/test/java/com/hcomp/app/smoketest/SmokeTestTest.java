package com.hcomp.app.smoketest;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.app.BuildInformation;
import com.hcomp.app.RunningService;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MicronautTest
class SmokeTestTest {
  private final RunningService service;
  private final BuildInformation build;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  SmokeTestTest(EmbeddedServer server, BuildInformation build) {
    this.service = new RunningService(server);
    this.build = build;
    variables.put("HCOMP_SMOKE_URL", service.application().toString());
    variables.put("HCOMP_SMOKE_MANAGEMENT_URL", service.management() + "/");
    variables.put("HCOMP_SMOKE_TIMEOUT", "0s");
    variables.put("HCOMP_ENVIRONMENT", "stg");
  }

  @Test
  void passesWhereThisBuildServes() {
    assertThat(run(build)).isTrue();
    assertThat(lines())
        .isEqualTo(
            """
            pass  readiness    %s/health/readiness: status 200
            pass  answer       %s/version: status 200
            pass  version      0c4f1a2b3d4e
            pass  commit       0c4f1a2b3d4e5f60718293a4b5c6d7e8f9012345
            pass  environment  stg
            """
                .formatted(service.management(), service.application()));
  }

  @Test
  void failsWhereAnotherBuildServesInAnotherEnvironment() {
    variables.put("HCOMP_ENVIRONMENT", "prd-eu");

    assertThat(run(new BuildInformation("1", build.commit(), build.commitTime()))).isFalse();
    assertThat(lines())
        .contains(
            "FAIL  version      0c4f1a2b3d4e, expected 1\n",
            "pass  commit  ",
            "FAIL  environment  stg, expected prd-eu\n");
  }

  @Test
  void failsWhereNothingIsReadyAndNothingListens() {
    variables.put("HCOMP_SMOKE_URL", "http://localhost:1");
    variables.put("HCOMP_SMOKE_MANAGEMENT_URL", service.application().toString());

    assertThat(run(build)).isFalse();
    assertThat(lines())
        .contains("/health/readiness: status 404\n")
        .contains("FAIL  answer       http://localhost:1/version: no answer (")
        .contains("FAIL  version      no answer (");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HCOMP_SMOKE_URL            | hcomp-app  | an address such as http://hcomp-app:8080
          HCOMP_SMOKE_MANAGEMENT_URL | http://a/b | an address such as http://hcomp-app:8080
          HCOMP_SMOKE_TIMEOUT        | soon       | a duration from 0s to 600s, such as 500ms, 5s or PT5S
          """)
  void saysWhatItWasWronglyTold(String variable, String value, String allowed) {
    variables.put(variable, value);

    assertThat(run(build)).isFalse();
    assertThat(lines()).isEqualTo(variable + " is '" + value + "'; allowed: " + allowed + "\n");
  }

  private boolean run(BuildInformation expected) {
    return SmokeTest.run(
        variables, expected, new PrintStream(output, true, StandardCharsets.UTF_8));
  }

  private String lines() {
    return output.toString(StandardCharsets.UTF_8);
  }
}
