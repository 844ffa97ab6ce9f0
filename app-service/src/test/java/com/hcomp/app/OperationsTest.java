package com.hcomp.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest
class OperationsTest {
  @Inject
  @Client("/")
  HttpClient client;

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
  void isHealthyAndKeepsTheDetails(String path) {
    assertThat(client.toBlocking().retrieve(path)).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void measuresItsMemoryAndItsAnswers() {
    client.toBlocking().retrieve("/version");

    assertThat(client.toBlocking().retrieve("/prometheus"))
        .contains("jvm_memory_used_bytes{")
        .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/version\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/beans", "/env", "/info", "/loggers", "/routes", "/threaddump"})
  void showsNothingElseOfItself(String path) {
    HttpClientResponseException refusal =
        catchThrowableOfType(
            HttpClientResponseException.class, () -> client.toBlocking().retrieve(path));

    assertThat(refusal.code()).isEqualTo(404);
  }
}
