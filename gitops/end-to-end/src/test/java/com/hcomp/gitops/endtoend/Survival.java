package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.platform.process.ProcessState;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Kills processes of the running platform, and brings it back as {@code gitops:up} does. */
final class Survival {
  private static final Duration DOWN = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> ENVIRONMENTS = List.of("stg", "prd-eu", "prd-us");

  /**
   * What happened.
   *
   * @param killed the processes' names
   * @param broken what gave no answer while they were down
   * @param started what {@code up} started: the same, and what can't go on without
   * @param up how long {@code up} took
   * @param recovered from the start of {@code up} until everything pinned was live again
   */
  record Round(
      List<String> killed,
      List<String> broken,
      List<String> started,
      Duration up,
      Duration recovered) {}

  private final TestPlatform platform;
  private final Map<String, List<String>> probes = new LinkedHashMap<>();

  /**
   * @param addresses where the environments answer, by name
   */
  Survival(TestPlatform platform, Map<String, String> addresses) {
    this.platform = platform;
    JsonNode facts = platform.facts();
    String authority = facts.get("certificateAuthority").asText();
    addresses.forEach(
        (name, address) ->
            probes.put(
                "the service in " + name, List.of("--cacert", authority, address + "/version")));
    for (Map.Entry<String, JsonNode> cluster : facts.get("clusters").properties()) {
      probes.put(
          "API of " + cluster.getKey(),
          List.of("--insecure", cluster.getValue().get("server").asText() + "/readyz"));
    }
    probes.put(
        "API of hub",
        List.of("--insecure", server(facts.get("hubKubeconfig").asText()) + "/readyz"));
    probes.put("Argo CD", List.of(facts.get("argoCd").asText() + "/healthz"));
    probes.put("registry", List.of("http://" + facts.get("registry").asText() + "/v2/"));
  }

  /** The processes that run, by name. */
  List<String> names() {
    return platform.local().processes().stream().map(ProcessState::name).toList();
  }

  /**
   * Kills processes, leaves them dead for some seconds, and waits until all is live again.
   *
   * @throws AssertionError if that takes too long, or Git or the registry lost or gained something
   */
  Round kill(List<String> names) {
    String main = platform.main();
    String registry = platform.registry();
    for (ProcessState process : platform.local().processes()) {
      if (names.contains(process.name())) {
        Command.of("kill", "-9", Long.toString(process.pid())).output();
      }
    }
    List<String> broken = brokenFor(DOWN);
    Map<String, Long> before = pids();
    Instant start = Instant.now();
    platform.local().up(List.of("stg-cluster", "prd-eu-cluster", "prd-us-cluster"));
    Duration up = Duration.between(start, Instant.now());
    TestPlatform.until(
        "everything is live again after " + names + " had been killed",
        PATIENCE,
        () -> silent().isEmpty() && ENVIRONMENTS.stream().allMatch(name -> isLive(name, start)));
    Duration recovered = Duration.between(start, Instant.now());
    if (!platform.main().equals(main) || !platform.registry().equals(registry)) {
      throw new AssertionError("Git or the registry changed when " + names + " were killed");
    }
    Map<String, Long> now = pids();
    List<String> started =
        now.entrySet().stream()
            .filter(process -> !before.entrySet().contains(process))
            .map(Map.Entry::getKey)
            .toList();
    return new Round(List.copyOf(names), broken, started, up, recovered);
  }

  private Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    platform.local().processes().forEach(process -> pids.put(process.name(), process.pid()));
    return pids;
  }

  /** What gave no answer at some moment of a time. */
  private List<String> brokenFor(Duration time) {
    TreeSet<String> broken = new TreeSet<>();
    Instant end = Instant.now().plus(time);
    while (Instant.now().isBefore(end)) {
      broken.addAll(silent());
    }
    return List.copyOf(broken);
  }

  /** What gives no good answer now. */
  private List<String> silent() {
    List<String> silent = new ArrayList<>();
    probes.forEach(
        (name, request) -> {
          Command curl =
              Command.of("curl", "--silent", "--fail", "--noproxy", "*", "--max-time", "2")
                  .and(request.toArray(String[]::new));
          if (curl.run().exitStatus() != 0) {
            silent.add(name);
          }
        });
    return silent;
  }

  /** Whether Argo CD has looked since then, and saw exactly what is pinned, and healthy. */
  private boolean isLive(String environment, Instant since) {
    JsonNode status;
    try {
      status =
          platform.argoCd("applications/hcomp-" + environment + "?refresh=normal").path("status");
    } catch (UncheckedIOException e) {
      return false; // it is not there yet
    }
    return Instant.parse(status.path("reconciledAt").asText("1970-01-01T00:00:00Z")).isAfter(since)
        && platform
            .onMain("argocd-root/environments/" + environment + ".yaml")
            .contains(status.path("sync").path("revision").asText("-"))
        && status.path("sync").path("status").asText().equals("Synced")
        && status.path("health").path("status").asText().equals("Healthy");
  }

  private static String server(String kubeconfig) {
    try {
      return Files.readAllLines(Path.of(kubeconfig)).stream()
          .map(String::strip)
          .filter(line -> line.startsWith("server:"))
          .findFirst()
          .orElseThrow()
          .substring("server:".length())
          .strip()
          .replace("\"", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
