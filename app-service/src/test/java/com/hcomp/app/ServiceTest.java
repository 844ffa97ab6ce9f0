package com.hcomp.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service answers, and on which of its two ports. */
@MicronautTest
class ServiceTest {
  private final RunningService service;

  ServiceTest(EmbeddedServer server) {
    this.service = new RunningService(server);
  }

  @Test
  void saysWhatWasBuiltAndWhereItRuns() throws Exception {
    HttpResponse<String> answer = service.get(service.application().resolve("/version"));

    assertThat(answer.body())
        .isEqualTo(
            """
            {"version":"0c4f1a2b3d4e",\
            "commit":"0c4f1a2b3d4e5f60718293a4b5c6d7e8f9012345",\
            "commitTime":"2026-02-03T04:05:06Z",\
            "environment":"stg",\
            "instance":"hcomp-app-6d5f7-x2x9k"}""");
  }

  @Test
  void greetsWhereTheFeatureIsOn() throws Exception {
    assertThat(service.get(service.application()).body()).isEqualTo("Hello from stg\n");
  }

  @Test
  void knowsNoGreetingWhereTheFeatureIsOff() throws Exception {
    try (RunningService other = RunningService.start(Map.of("hcomp.greeting-enabled", "false"))) {
      assertThat(other.get(other.application()).statusCode()).isEqualTo(404);
      assertThat(other.get(other.application().resolve("/version")).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
  void isHealthyAndKeepsTheDetails(String path) throws Exception {
    assertThat(service.get(service.management().resolve(path)).body())
        .isEqualTo("{\"status\":\"UP\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness", "/prometheus"})
  void doesNotShowTheApplicationsClientsHowItIs(String path) throws Exception {
    assertThat(service.get(service.application().resolve(path)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/version", "/beans", "/env", "/info", "/loggers", "/routes", "/threaddump"})
  void servesNothingElseOnTheManagementPort(String path) throws Exception {
    assertThat(service.get(service.management().resolve(path)).statusCode()).isEqualTo(404);
  }
}
