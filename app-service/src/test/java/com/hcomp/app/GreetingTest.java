package com.hcomp.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GreetingTest {

  @Nested
  @MicronautTest
  @Property(name = "hcomp.greeting.enabled", value = "true")
  @Property(name = "hcomp.environment", value = "stg")
  class WithTheFeature {
    @Inject
    @Client("/")
    HttpClient client;

    @Test
    void greets() {
      assertThat(client.toBlocking().retrieve("/")).isEqualTo("Hello from stg\n");
    }
  }

  @Nested
  @MicronautTest
  class WithoutTheFeature {
    @Inject
    @Client("/")
    HttpClient client;

    @Test
    void knowsNoGreeting() {
      HttpClientResponseException refusal =
          catchThrowableOfType(
              HttpClientResponseException.class, () -> client.toBlocking().retrieve("/"));

      assertThat(refusal.code()).isEqualTo(404);
    }
  }
}
