package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures goals and the way of a pin to its cluster, and prints a table; it asserts nothing. */
class PromotionBenchmark {
  private static final int PIN_MOVES = 9;
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final TestPlatform platform = new TestPlatform();
  private final Measurements table = new Measurements();

  @Test
  void measure(@TempDir Path folder) throws Exception {
    Checkout checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.installGoals();
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    try {
      deploy(checkout);
      checkout.edit(
          "app-service/src/main/java/com/hcomp/app/GreetingController.java",
          "greeting a visitor",
          "greeting a dear visitor");
      deploy(checkout);
      table.time(
          "Maven's own start: mvn -q -N validate", () -> checkout.mvn("-q", "-N", "validate"));
      table.time("mvn -q gitops:status", () -> checkout.mvn("-q", "-Plocal", "gitops:status"));
      promotion(checkout);
      pinMoves(folder);
      idle();
    } finally {
      checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
      table.print();
    }
  }

  private static void deploy(Checkout checkout) {
    if (checkout.deploy().exitStatus() != 0) {
      throw new IllegalStateException("not deployed");
    }
  }

  /** From typing it, and from the start of the goal itself, to the pushed commit. */
  private void promotion(Checkout checkout) {
    Duration patience = Duration.ofMinutes(2);
    String[] plan = {"-q", "-Plocal", "gitops:promote", "-Dgitops.to=prd-eu", "-Dgitops.dryRun"};
    TestPlatform.until(
        "it has soaked", patience, () -> !checkout.mvn(plan).output().contains("wait   soak"));
    String main = platform.main();
    CompletableFuture<Command.Result> promote =
        CompletableFuture.supplyAsync(
            () -> withTimes(checkout, "gitops:promote", "-Dgitops.to=prd-eu"));
    Duration typed = TestPlatform.until("pushed", patience, () -> !platform.main().equals(main));
    Instant pushed = Instant.now();
    table.add("mvn gitops:promote, typed to pushed", typed);
    table.add(
        "the goal itself, start to pushed",
        Duration.between(begin(promote.join(), "promote"), pushed));
    // prd-us has to wait for its soak: there is nothing to do.
    Instant start = Instant.now();
    Command.Result advance = withTimes(checkout, "gitops:advance", "-Dgitops.wait=false");
    Instant end = Instant.now();
    table.add("mvn gitops:advance, nothing to do", Duration.between(start, end));
    table.add("the goal itself, start to end", Duration.between(begin(advance, "advance"), end));
  }

  private static Command.Result withTimes(Checkout checkout, String... goal) {
    List<String> arguments = new ArrayList<>(List.of("-Plocal"));
    arguments.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    arguments.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    arguments.addAll(List.of(goal));
    return checkout.mvn(arguments.toArray(String[]::new));
  }

  /** When Maven had read the build, and began with a goal. */
  private static Instant begin(Command.Result result, String goal) {
    return result
        .output()
        .lines()
        .filter(line -> line.contains(" --- ") && line.contains(":" + goal + " ("))
        .map(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(result.output()));
  }

  /**
   * From the push of a pin, with one refresh, until the cluster's objects are what it says, and
   * until the operation has ended, which waits for new pods and the smoke test.
   */
  private void pinMoves(Path folder) throws Exception {
    Path clone = folder.resolve("pins");
    Command.of("git", "clone", "--quiet", platform.git().toString(), clone.toString()).output();
    Path file = clone.resolve("argocd-root/environments/stg.yaml");
    List<Duration> synced = new ArrayList<>();
    List<Duration> ended = new ArrayList<>();
    String newer = Files.readString(file);
    String before =
        Command.of("git", "log", "-1", "--skip=1", "--format=%H", "--", file.toString())
            .in(clone)
            .output();
    String older =
        Command.of("git", "show", before + ":argocd-root/environments/stg.yaml").in(clone).output()
            + "\n";
    for (int i = 0; i < PIN_MOVES; i++) {
      Files.writeString(file, i % 2 == 0 ? older : newer);
      git(clone, "commit", "--quiet", "--all", "-m", "pin");
      Instant start = Instant.now();
      git(clone, "push", "--quiet", "origin", "HEAD:main");
      String digest = digest(i % 2 == 0 ? older : newer);
      platform.argoCd("applications/hcomp-root?refresh=normal");
      TestPlatform.until("synced", Duration.ofMinutes(1), () -> isSynced(digest));
      synced.add(Duration.between(start, Instant.now()));
      TestPlatform.until("ended", Duration.ofMinutes(2), () -> hasEnded(digest));
      ended.add(Duration.between(start, Instant.now()));
      TestPlatform.until("healthy", Duration.ofMinutes(2), () -> isHealthy());
    }
    table.add("pin pushed to synced, " + PIN_MOVES + " moves", spread(synced));
    table.add("pin pushed to end of sync, smoke test included", spread(ended));
  }

  private static String spread(List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    return "%.1f s median, %.1f s to %.1f s"
        .formatted(
            Measurements.seconds(sorted.get(sorted.size() / 2)),
            Measurements.seconds(sorted.get(0)),
            Measurements.seconds(sorted.get(sorted.size() - 1)));
  }

  private static String digest(String file) {
    return file.lines()
        .filter(line -> line.strip().startsWith("digest:"))
        .map(line -> line.strip().substring("digest: ".length()))
        .findFirst()
        .orElseThrow();
  }

  private boolean isSynced(String digest) {
    JsonNode sync = staging().path("sync");
    return sync.path("status").asText().equals("Synced")
        && sync.path("revision").asText().equals(digest);
  }

  private boolean hasEnded(String digest) {
    JsonNode operation = staging().path("operationState");
    return operation.path("phase").asText().equals("Succeeded")
        && operation.path("syncResult").path("revision").asText().equals(digest);
  }

  private boolean isHealthy() {
    return staging().path("health").path("status").asText().equals("Healthy");
  }

  private JsonNode staging() {
    return platform.argoCd("applications/hcomp-stg").path("status");
  }

  private void idle() throws InterruptedException {
    table.add(
        "idle, pods included",
        "%.1f GiB, %.2f of a core"
            .formatted(
                Footprint.memory(platform) / Math.pow(2, 30),
                Footprint.processors(platform, IDLE)));
  }

  private static void git(Path folder, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("git", "-c", "user.name=B", "-c", "user.email=b@example.com"));
    all.addAll(List.of(arguments));
    Command.of(all).in(folder).output();
  }
}
