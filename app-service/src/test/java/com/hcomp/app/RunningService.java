package com.hcomp.app;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** The service within a test's own process, asked over HTTP. */
public final class RunningService implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final EmbeddedServer server;

  public RunningService(EmbeddedServer server) {
    this.server = server;
  }

  /** Starts one of its own, with other properties. */
  public static RunningService start(Map<String, Object> properties) {
    return new RunningService(ApplicationContext.run(EmbeddedServer.class, properties, "test"));
  }

  /** Where the application is served. */
  public URI application() {
    return URI.create("http://localhost:" + server.getPort());
  }

  /** Where probes and metrics are served. */
  public URI management() {
    int port = server.getEnvironment().getRequiredProperty("endpoints.all.port", Integer.class);
    return URI.create("http://localhost:" + port);
  }

  public <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  public HttpResponse<String> get(URI address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server.close();
  }
}
