package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.RunningRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The service in a container as a node runs it: with runc, as nobody, without capabilities, on a
 * read-only root, with two cores and a limit of memory. It shares the machine's network.
 */
final class Container implements AutoCloseable {
  static final long MEMORY = 192L << 20;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path folder;
  private final String name;
  private final int port = RunningRegistry.freePort();
  private final int managementPort = RunningRegistry.freePort();
  private final Instant start;
  private final Process process;

  /**
   * Starts it.
   *
   * @param folder an empty one, for what runc needs
   * @param root the image's files
   * @param image the image's configuration
   * @param arguments instead of the image's entry point; none for that
   * @param variables more than the image's own
   */
  Container(
      Path folder, Path root, JsonNode image, List<String> arguments, Map<String, String> variables)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.name = "hcomp-image-" + ProcessHandle.current().pid() + "-" + folder.getFileName();
    JsonNode settings = image.get("config");
    List<String> command = new ArrayList<>(arguments);
    if (command.isEmpty()) {
      settings.get("Entrypoint").forEach(argument -> command.add(argument.asText()));
    }
    List<String> environment = new ArrayList<>();
    settings.get("Env").forEach(variable -> environment.add(variable.asText()));
    Map<String, String> more = new LinkedHashMap<>();
    more.put("MICRONAUT_SERVER_PORT", "" + port);
    more.put("ENDPOINTS_ALL_PORT", "" + managementPort);
    more.putAll(variables);
    more.forEach((variable, value) -> environment.add(variable + "=" + value));
    Files.writeString(
        folder.resolve("config.json"),
        configuration(root, command, environment, settings.get("WorkingDir").asText()));
    this.start = Instant.now();
    this.process =
        new ProcessBuilder(runc("run", "--bundle", folder.toString(), name))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  private List<String> runc(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(Programs.runc().toString(), "--root", folder.resolve("runc").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private String configuration(
      Path root, List<String> command, List<String> environment, String workingDirectory) {
    ObjectMapper json = new ObjectMapper();
    return """
        {"ociVersion": "1.0.2",
         "process": {"user": {"uid": 65532, "gid": 65532}, "args": %s, "env": %s, "cwd": "%s",
           "noNewPrivileges": true, "capabilities": {}},
         "root": {"path": "%s", "readonly": true},
         "mounts": [
           {"destination": "/proc", "type": "proc", "source": "proc"},
           {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755"]},
           {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["ro"]},
           {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["ro"]},
           {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["mode=1777"]}],
         "linux": {"cgroupsPath": "/%s",
           "resources": {"memory": {"limit": %d}, "cpu": {"quota": 200000, "period": 100000}},
           "namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "ipc"}, {"type": "uts"}]}}
        """
        .formatted(
            json.valueToTree(command),
            json.valueToTree(environment),
            workingDirectory,
            root,
            name,
            MEMORY);
  }

  String application() {
    return "http://localhost:" + port;
  }

  String management() {
    return "http://localhost:" + managementPort;
  }

  /** Waits until it is ready; how long that took from the moment that runc was started. */
  Duration awaitReady(Duration bound) throws IOException, InterruptedException {
    while (!isReady()) {
      if (!process.isAlive() || Instant.now().isAfter(start.plus(bound))) {
        throw new AssertionError("it did not get ready within " + bound + ":\n" + log());
      }
      Thread.sleep(10); // asking more often would take a core from it
    }
    return Duration.between(start, Instant.now());
  }

  private boolean isReady() throws InterruptedException {
    try {
      return send(management() + "/health/readiness").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  String get(String path) throws IOException, InterruptedException {
    return send(application() + path).body();
  }

  private static HttpResponse<String> send(String address)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Sends it SIGTERM, and waits for its end; its exit status. */
  int stop() throws InterruptedException {
    Command.of(runc("kill", name, "TERM")).output();
    return awaitEnd();
  }

  /** Waits for its end; its exit status. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
    return process.exitValue();
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /**
   * The most memory that it has used so far, in bytes, or of a version 2 cgroup what it uses now.
   */
  long memory() throws IOException {
    List<Path> files =
        Stream.of("memory/%s/memory.max_usage_in_bytes", "%s/memory.peak", "%s/memory.current")
            .map(form -> Path.of("/sys/fs/cgroup", form.formatted(name)))
            .filter(Files::exists)
            .toList();
    return Long.parseLong(Files.readString(files.get(0)).strip());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Command.of(runc("delete", "--force", name)).run();
  }
}
