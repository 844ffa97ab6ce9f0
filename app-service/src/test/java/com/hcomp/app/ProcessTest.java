package com.hcomp.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
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
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service as its own process, configured only by environment variables, as in a pod. */
@Timeout(60)
@Tag("slow")
class ProcessTest {
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  private @Nullable Process process;

  @AfterEach
  void stop() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void isConfiguredByVariablesAndAnswersARequestUnderWayBeforeItEnds() throws Exception {
    int port = freePort();
    Process service =
        start(
            Map.of(
                "MICRONAUT_SERVER_PORT", "" + port,
                "ENDPOINTS_ALL_PORT", "" + freePort(),
                "HCOMP_ENVIRONMENT", "prd-eu",
                "HCOMP_INSTANCE", "hcomp-app-1",
                "HCOMP_GREETING_ENABLED", "true",
                "HCOMP_LOG_LEVEL", "DEBUG",
                "HCOMP_LOG_FORMAT", "json",
                "HCOMP_SHUTDOWN_DELAY", "10ms"));
    List<String> log = new ArrayList<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
    readUntil("Server Running", lines, log);

    assertThat(get(port, "/version")).contains("\"prd-eu\"", "\"hcomp-app-1\"");
    assertThat(get(port, "/")).isEqualTo("Hello from prd-eu\n");
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream request = client.getOutputStream();
      send(
          request,
          "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
              + "Content-Length: 10\r\n\r\nfirst");
      get(port, "/version"); // by now the first request has begun

      service.toHandle().destroy();
      awaitRefusal(port);
      send(request, "-last");

      // The end of the stream: the service closes a connection that the client would keep.
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nfirst-last");
    }
    assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    lines.lines().forEach(log::add);
    assertThat(log)
        .allMatch(line -> line.startsWith("{\"timestamp\":\""))
        .anyMatch(line -> line.contains("\"level\":\"DEBUG\"") && line.contains("trace_id"))
        .anyMatch(line -> line.contains("\"message\":\"Shut down\""));
  }

  @Test
  void endsWithOneLineAndStatus1WhereAVariableIsWrong() throws Exception {
    Process service = start(Map.of("HCOMP_LOG_FORMAT", "xml"));
    assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    String output = new String(service.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(service.exitValue()).isEqualTo(1);
    assertThat(output)
        .isEqualTo("hcomp.log-format (HCOMP_LOG_FORMAT) is 'xml'; allowed: json, text, auto\n");
  }

  private Process start(Map<String, String> variables) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Application.class.getName());
    builder.environment().putAll(variables);
    process = builder.start();
    return process;
  }

  private static void readUntil(String text, BufferedReader lines, List<String> log)
      throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.add(line);
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError(log.stream().collect(Collectors.joining("\n", "it ended:\n", "")));
  }

  private static String get(int port, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static void send(OutputStream request, String text) throws IOException {
    request.write(text.getBytes(StandardCharsets.US_ASCII));
    request.flush();
  }

  /** Below the ports that the system gives to connections, so that it is still free when used. */
  private static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(24_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // The next one, then.
      }
    }
  }

  /** Waits until the service takes no new connections: its end has begun. */
  private static void awaitRefusal(int port) throws IOException {
    Instant limit = Instant.now().plus(Duration.ofSeconds(20));
    while (Instant.now().isBefore(limit)) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread.onSpinWait();
      } catch (SocketException refused) {
        // Or reset, where it was closed between the connection's first packets.
        return;
      }
    }
    throw new AssertionError("the service still takes connections");
  }
}
