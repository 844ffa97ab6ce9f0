package com.hcomp.app.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.hcomp.app.RunningService;
import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.annotation.MockBean;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time alone is replaced: a test should not wait for it. */
@MicronautTest
@Property(name = "hcomp.shutdown-delay", value = "7s")
class ShutdownTest {
  private final RunningService service;

  @Inject Pause pause;

  ShutdownTest(EmbeddedServer server) {
    this.service = new RunningService(server);
  }

  @MockBean(Sleep.class)
  Pause pause() {
    return mock(Pause.class);
  }

  @Test
  void givesUpReadinessFirstAndServesForAWhileBeforeItClosesItsPorts() throws Exception {
    assertThat(status("/health/readiness")).isEqualTo(200);
    assertThat(answer().headers().firstValue("connection")).isEmpty();
    List<Integer> meanwhile = new ArrayList<>();
    List<String> connection = new ArrayList<>();
    doAnswer(
            call -> {
              meanwhile.add(status("/health/readiness"));
              meanwhile.add(status("/health/liveness"));
              meanwhile.add(answer().statusCode());
              connection.add(answer().headers().firstValue("connection").orElse("kept"));
              return null;
            })
        .when(pause)
        .last(any());

    service.bean(Shutdown.class).run();

    verify(pause).last(Duration.ofSeconds(7));
    assertThat(meanwhile).as("readiness, liveness, an answer").containsExactly(503, 200, 200);
    assertThat(connection).containsExactly("close");
    assertThatThrownBy(this::answer).isInstanceOf(ConnectException.class);
  }

  private HttpResponse<String> answer() throws IOException, InterruptedException {
    return service.get(service.application().resolve("/version"));
  }

  private int status(String path) throws IOException, InterruptedException {
    return service.get(service.management().resolve(path)).statusCode();
  }
}
