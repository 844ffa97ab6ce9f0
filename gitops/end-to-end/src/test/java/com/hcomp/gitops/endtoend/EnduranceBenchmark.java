package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promotes one of two payloads to prd-eu every 30 s, for as many minutes as {@code
 * -Dendurance.minutes} says, and prints what the platform takes of the machine meanwhile.
 */
class EnduranceBenchmark {
  private static final Duration BEAT = Duration.ofSeconds(30);
  private static final Duration ROW = Duration.ofMinutes(5);

  private final TestPlatform platform = new TestPlatform();

  @Test
  void promote(@TempDir Path folder) throws Exception {
    Checkout checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.installGoals();
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    try {
      assertThat(checkout.deploy().exitStatus()).isZero();
      String first = released(checkout);
      checkout.edit(
          "app-service/src/main/java/com/hcomp/app/GreetingController.java",
          "greeting a visitor",
          "greeting a dear visitor");
      assertThat(checkout.deploy().exitStatus()).isZero();
      List<String> releases = List.of(released(checkout), first);
      TestPlatform.until(
          "it has soaked", Duration.ofMinutes(2), () -> promote(checkout, releases.get(0)));
      System.out.println(
          "\n| minutes | promotions | processes | mounts | cgroups | images | memory | logs | largest log"
              + " | nodes | registry | etcd |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
      beats(checkout, releases);
    } finally {
      checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    }
    assertThat(platform.remains()).isEmpty();
  }

  private void beats(Checkout checkout, List<String> releases) throws Exception {
    Instant begin = Instant.now();
    Instant end = begin.plus(Duration.ofMinutes(Integer.getInteger("endurance.minutes", 60)));
    Instant row = begin;
    int promotions = 1;
    while (true) {
      Instant beat = Instant.now();
      if (!beat.isBefore(row)) {
        print(Duration.between(begin, beat), promotions);
        row = row.plus(ROW);
      }
      if (!beat.isBefore(end)) {
        return;
      }
      assertThat(promote(checkout, releases.get(promotions % 2))).isTrue();
      promotions++;
      long rest = Duration.between(Instant.now(), beat.plus(BEAT)).toMillis();
      Thread.sleep(Math.max(0, rest));
    }
  }

  private static boolean promote(Checkout checkout, String release) {
    return checkout
            .mvn(
                "-q",
                "-Plocal",
                "gitops:promote",
                "-Dgitops.to=prd-eu",
                "-Dgitops.release=" + release)
            .exitStatus()
        == 0;
  }

  private static String released(Checkout checkout) {
    JsonNode staging = checkout.status("stg");
    return staging.get("pinned").get("version").asText();
  }

  private void print(Duration since, int promotions) {
    Footprint now = Footprint.of(platform);
    System.out.printf(
        "| %d | %d | %d | %d | %d | %d | %s | %s | %s | %s | %s | %s |%n",
        since.toMinutes(),
        promotions,
        now.processes(),
        now.mounts(),
        now.cgroups(),
        now.images(),
        megabytes(now.memory()),
        megabytes(now.logs()),
        megabytes(now.largestLog()),
        megabytes(now.nodes()),
        megabytes(now.registry()),
        megabytes(now.etcd()));
  }

  private static String megabytes(long bytes) {
    return "%.1f MB".formatted(bytes / 1e6);
  }
}
