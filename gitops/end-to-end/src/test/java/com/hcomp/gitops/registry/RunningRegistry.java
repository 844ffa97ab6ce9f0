package com.hcomp.gitops.registry;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** A real registry (distribution) on a free port of this machine, for as long as a test takes. */
public final class RunningRegistry implements AutoCloseable {
  /** A name and a password, and the hash of it that the registry is given. */
  public static final String NAME = "reader";

  public static final String PASSWORD = "U*U";
  private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

  private static final Duration POLL = Duration.ofMillis(10);

  private final Process process;
  private final RegistryAddress address;

  private RunningRegistry(Process process, RegistryAddress address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one that lets everybody do everything. */
  public static RunningRegistry start(Path folder) throws IOException, InterruptedException {
    return start(folder, "127.0.0.1:" + freePort(), "");
  }

  /** Starts one on all addresses of this machine, so that nodes reach it. */
  public static RunningRegistry startForNodes(Path folder, int port)
      throws IOException, InterruptedException {
    return start(folder, "0.0.0.0:" + port, "");
  }

  /** Starts one that knows one name and password only. */
  public static RunningRegistry startWithLogin(Path folder)
      throws IOException, InterruptedException {
    Path passwords = Files.writeString(folder.resolve("htpasswd"), NAME + ":" + HASH + "\n");
    return start(
        folder,
        "127.0.0.1:" + freePort(),
        """
        auth:
          htpasswd:
            realm: test
            path: %s
        """
            .formatted(passwords));
  }

  /** Starts one on a port that was a registry's before; whoever took it since is an error. */
  public static RunningRegistry start(Path folder, int port)
      throws IOException, InterruptedException {
    return start(folder, "127.0.0.1:" + port, "");
  }

  private static RunningRegistry start(Path folder, String listens, String more)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path configuration =
        Files.writeString(
            folder.resolve("registry.yaml"),
            """
            version: 0.1
            log:
              level: error
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: %s
            http:
              addr: %s
            %s
            """
                .formatted(folder.resolve("storage"), listens, more));
    Path log = folder.resolve("registry.log");
    Process process =
        new ProcessBuilder(Programs.registry().toString(), "serve", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    RunningRegistry registry =
        new RunningRegistry(
            process, new RegistryAddress(listens.replace("0.0.0.0", "localhost") + "/hcomp"));
    registry.waitUntilItAnswers(log);
    return registry;
  }

  /** Its address, with a path below which everything is kept. */
  public RegistryAddress address() {
    return address;
  }

  public int port() {
    return Integer.parseInt(address.host().substring(address.host().indexOf(':') + 1));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /**
   * A port that nobody listens on, below those that the system gives to connections: it is still
   * free when it is used.
   */
  public static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(24_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // The next one, then.
      }
    }
  }

  private void waitUntilItAnswers(Path log) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address.host() + "/v2/")).build();
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (Instant.now().isBefore(end) && process.isAlive()) {
      try {
        client.send(request, HttpResponse.BodyHandlers.discarding());
        return;
      } catch (IOException e) {
        Thread.sleep(POLL.toMillis());
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("the registry did not start:\n" + Files.readString(log));
  }
}
