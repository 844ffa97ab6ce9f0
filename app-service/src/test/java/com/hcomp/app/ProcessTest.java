package com.hcomp.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service as its own process, configured only by environment variables, as in a pod. */
@Timeout(60)
class ProcessTest {
  private static final Pattern RUNNING = Pattern.compile("Server Running: http://[^:]+:([0-9]+)");
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  private Process process;
  private BufferedReader log;
  private int port;

  @BeforeEach
  void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName())
            .redirectErrorStream(true);
    builder.environment().put("MICRONAUT_SERVER_PORT", "-1");
    builder.environment().put("HCOMP_ENVIRONMENT", "prd-eu");
    builder.environment().put("HCOMP_INSTANCE", "hcomp-app-1");
    builder.environment().put("HCOMP_GREETING_ENABLED", "true");
    builder.environment().put("HCOMP_LOG_LEVEL", "DEBUG");
    process = builder.start();
    log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    port = readPort();
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Test
  void takesItsConfigurationFromEnvironmentVariables() throws Exception {
    assertThat(get("/version"))
        .contains("\"environment\":\"prd-eu\"", "\"instance\":\"hcomp-app-1\"");
    assertThat(get("/")).isEqualTo("Hello from prd-eu\n");

    process.toHandle().destroy();
    assertThat(log.lines()).anyMatch(line -> line.contains("DEBUG com.hcomp.app."));
  }

  @Test
  void answersARequestUnderWayBeforeItEnds() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream request = client.getOutputStream();
      send(
          request,
          "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
              + "Content-Length: 10\r\nConnection: close\r\n\r\nfirst");
      get("/health/liveness");

      process.toHandle().destroy();
      awaitRefusal();
      send(request, "-last");

      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nfirst-last");
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
  }

  private int readPort() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      lines.add(line);
      Matcher running = RUNNING.matcher(line);
      if (running.find()) {
        return Integer.parseInt(running.group(1));
      }
    }
    throw new AssertionError("the service ended before it served:\n" + String.join("\n", lines));
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static void send(OutputStream request, String text) throws IOException {
    request.write(text.getBytes(StandardCharsets.US_ASCII));
    request.flush();
  }

  /** Waits until the service takes no new connections: its end has begun. */
  private void awaitRefusal() throws IOException {
    Instant limit = Instant.now().plus(Duration.ofSeconds(20));
    while (Instant.now().isBefore(limit)) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread.onSpinWait();
      } catch (ConnectException refused) {
        return;
      }
    }
    throw new AssertionError("the service still takes connections");
  }
}
