package com.hcomp.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.app.RunningService;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@MicronautTest
class MetricsTest {
  private final RunningService service;

  MetricsTest(EmbeddedServer server) {
    this.service = new RunningService(server);
  }

  @Test
  void requestsAreCountedByStatusAndTimed() throws Exception {
    service.get(service.application().resolve("/version"));

    assertThat(metrics())
        .contains(
            "http_server_requests_seconds_count{exception=\"none\",method=\"GET\",status=\"200\",uri=\"/version\"} 1")
        .contains("uri=\"/version\",le=\"0.25\"}")
        .containsPattern("http_server_requests_seconds_sum\\{.*uri=\"/version\"");
  }

  @Test
  void pathsThatNobodyServesMakeNoLabels() throws Exception {
    service.get(service.application().resolve("/wp-login.php"));

    assertThat(metrics()).contains("status=\"404\"").doesNotContain("wp-login");
  }

  @Test
  void figuresSayWhichBuildTheyAreOf() throws Exception {
    assertThat(metrics())
        .contains(
            "hcomp_build_info{commit=\"0c4f1a2b3d4e5f60718293a4b5c6d7e8f9012345\",version=\"0c4f1a2b3d4e\"} 1")
        .contains("jvm_memory_used_bytes{");
  }

  private String metrics() throws IOException, InterruptedException {
    return service.get(service.management().resolve("/prometheus")).body();
  }
}
