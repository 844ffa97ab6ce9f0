package com.hcomp.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.test.annotation.MockBean;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@MicronautTest
@Property(name = "hcomp.environment", value = "stg")
class VersionTest {
  @Inject
  @Client("/")
  HttpClient client;

  @Inject InstanceName instance;

  /** The machine's own name is the one thing that differs wherever the test runs. */
  @MockBean(ConfiguredInstanceName.class)
  InstanceName instance() {
    return mock(InstanceName.class);
  }

  @Test
  void saysWhatWasBuiltAndWhereItRuns() {
    when(instance.value()).thenReturn("hcomp-app-6d5f7-x2x9k");

    assertThat(client.toBlocking().retrieve("/version"))
        .isEqualTo(
            """
            {"version":"0c4f1a2b3d4e",\
            "commit":"0c4f1a2b3d4e5f60718293a4b5c6d7e8f9012345",\
            "commitTime":"2026-02-03T04:05:06Z",\
            "environment":"stg",\
            "instance":"hcomp-app-6d5f7-x2x9k"}""");
  }
}
