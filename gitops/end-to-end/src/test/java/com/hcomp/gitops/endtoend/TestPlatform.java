package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.platform.LocalPlatform;
import com.hcomp.gitops.platform.PlatformSettings;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A platform of the tests' own beside the person's: other state, ports and addresses, but the same
 * programs, which take long to build.
 */
final class TestPlatform {
  private static final int FIRST_PORT = 22000;
  private static final int REGISTRY_PORT = 5002;
  private static final String NETWORK = "10.216.0.0/13";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path home;

  TestPlatform() {
    Path mine = PlatformSettings.defaultHome();
    this.home = mine.resolveSibling("hcomp-end-to-end");
    try {
      Files.createDirectories(home);
      Files.createDirectories(mine.resolve("programs"));
      Path programs = home.resolve("programs");
      if (!Files.exists(programs)) {
        Files.createSymbolicLink(programs, mine.resolve("programs"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> settings() {
    return List.of(
        "-Dgitops.home=" + home,
        "-Dgitops.firstPort=" + FIRST_PORT,
        "-Dgitops.registryPort=" + REGISTRY_PORT,
        "-Dgitops.network=" + NETWORK);
  }

  /** The platform as the goals see it. */
  LocalPlatform local() {
    return LocalPlatform.of(
        new PlatformSettings(home, Optional.empty(), FIRST_PORT, REGISTRY_PORT, NETWORK),
        Report.silent());
  }

  Path home() {
    return home;
  }

  Path git() {
    return home.resolve("local/git/hcomp.git");
  }

  /** The commit of the platform's main. */
  String main() {
    return Command.of("git", "rev-parse", "main").in(git()).output();
  }

  /** A file on the platform's main. */
  String onMain(String path) {
    return Command.of("git", "show", "main:" + path).in(git()).output();
  }

  /** All that the registry holds: every repository with its tags and their digests. */
  String registry() {
    Path repositories =
        home.resolve("local/registry/docker/registry/v2/repositories").toAbsolutePath();
    return Command.of(
            "find",
            repositories.toString(),
            "-path",
            "*/tags/*/current/link",
            "-printf",
            "%P ",
            "-exec",
            "cat",
            "{}",
            ";",
            "-printf",
            "\n")
        .output()
        .lines()
        .sorted()
        .reduce("", (all, line) -> all + line + "\n");
  }

  /** What the platform wrote of itself when it was started. */
  JsonNode facts() {
    try {
      return new ObjectMapper().readTree(home.resolve("local/facts.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What Argo CD answers to our own account.
   *
   * @param path below {@code /api/v1/}
   */
  JsonNode argoCd(String path) {
    JsonNode facts = facts();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(facts.get("argoCd").asText() + "/api/v1/" + path))
            .header("Authorization", "Bearer " + facts.get("accountToken").asText())
            .build();
    try {
      return new ObjectMapper()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs kubectl where an environment lives. */
  String inEnvironment(String environment, String... arguments) {
    return kubectl(environment + "-cluster", "hcomp-" + environment, arguments);
  }

  /** The identities of an environment's pods. */
  String pods(String environment) {
    return inEnvironment(environment, "get", "pods", "-o", "jsonpath={.items[*].metadata.uid}");
  }

  /** Runs kubectl against a cluster. */
  String kubectl(String cluster, String namespace, String... arguments) {
    JsonNode facts = facts();
    String kubeconfig = facts.get("clusters").get(cluster).get("kubeconfig").asText();
    return Command.of(
            facts.get("kubectl").asText(), "--kubeconfig", kubeconfig, "--namespace", namespace)
        .and(arguments)
        .output();
  }

  /**
   * Ends an application's sync as somebody who may, which our own account may not. One that has
   * ended by itself is as good.
   */
  void endSync(String application) {
    JsonNode facts = facts();
    Path login = home.resolve("local/argocd-login");
    Command argoCd =
        Command.of(
            facts.get("argoCdProgram").asText(), "--config", login.toString(), "--plaintext");
    argoCd
        .and("login", facts.get("argoCd").asText().replace("http://", ""))
        .and("--username", facts.get("adminUser").asText())
        .and("--password", facts.get("adminPassword").asText())
        .output();
    System.out.println(argoCd.and("app", "terminate-op", application).run().errors().strip());
  }

  /** The processes that the platform runs, but for those in containers. */
  List<String> processes() {
    return processes(process -> contains(process, "environ", home + "/local"));
  }

  /** The processes that the platform runs, and those in its containers. */
  List<String> processesAndPods() {
    return processes(
        process ->
            contains(process, "environ", home + "/local") || contains(process, "cgroup", prefix()));
  }

  /** The process of a program that the platform runs for a cluster. */
  String process(String program, String cluster) {
    List<String> found =
        processes(
            process ->
                contains(process, "environ", home + "/local")
                    && contains(process, "comm", program)
                    && contains(process, "cmdline", cluster));
    if (found.size() != 1) {
      throw new IllegalStateException(program + " of " + cluster + ": " + found);
    }
    return found.get(0);
  }

  /** The service's process in a pod. */
  String javaOf(String podUid) {
    return processes(
            process -> contains(process, "cgroup", podUid) && contains(process, "comm", "java"))
        .get(0);
  }

  /**
   * Whatever of the platform is still there: processes, mounts, namespaces, links, routes, cgroups.
   */
  List<String> remains() {
    List<String> remains = new ArrayList<>();
    processesAndPods().forEach(pid -> remains.add("process " + pid));
    mounts().forEach(remains::add);
    lines("ip", "netns", "list").filter(line -> line.contains(prefix())).forEach(remains::add);
    lines("ip", "-o", "link").filter(line -> line.contains(prefix())).forEach(remains::add);
    lines("ip", "route")
        .filter(line -> line.matches("10\\.2(1[6-9]|2[0-3])\\..*"))
        .forEach(remains::add);
    lines("find", "/sys/fs/cgroup", "-type", "d", "-name", prefix() + "*").forEach(remains::add);
    return remains;
  }

  /** What is mounted below the platform's folder. */
  Stream<String> mounts() {
    return lines("cat", "/proc/mounts").filter(line -> line.contains(home.toString()));
  }

  /** How many cgroups the platform and its pods have, in the hierarchy that has most of them. */
  long cgroups() {
    return lines("find", "/sys/fs/cgroup", "-type", "d", "-path", "*/" + prefix() + "*")
        .collect(
            Collectors.groupingBy(
                path -> path.substring(0, path.indexOf(prefix())), Collectors.counting()))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  /** As the platform names its links, namespaces and cgroups. */
  private String prefix() {
    Digest digest = Digest.of(home.resolve("local").toString());
    return "hcomp-" + digest.hex(4);
  }

  private static Stream<String> lines(String... command) {
    return Command.of(command).run().output().lines();
  }

  private static List<String> processes(Predicate<Path> wanted) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
          .filter(wanted)
          .map(path -> path.getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(Path process, String file, String text) {
    try {
      return Files.readString(process.resolve(file)).contains(text);
    } catch (IOException gone) {
      return false;
    }
  }

  /**
   * What a service answers to a person on this machine: curl finds hosts below localhost by itself.
   */
  String get(String address) {
    Command.Result result =
        Command.of("curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "5")
            .and("--cacert", facts().get("certificateAuthority").asText())
            .and("--write-out", "\n%{http_code}", address)
            .run();
    if (result.exitStatus() != 0) {
      return "no answer: " + result.errors().strip();
    }
    int end = result.output().lastIndexOf('\n');
    String status = result.output().substring(end + 1);
    return status.equals("200") ? result.output().substring(0, end) : "status " + status;
  }

  /** Waits until something holds, and says how long that took. */
  static Duration until(String what, Duration bound, BooleanSupplier condition) {
    Instant start = Instant.now();
    while (!condition.getAsBoolean()) {
      if (Duration.between(start, Instant.now()).compareTo(bound) > 0) {
        throw new AssertionError("not within " + bound + ": " + what);
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return Duration.between(start, Instant.now());
  }
}
