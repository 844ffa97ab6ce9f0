package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how soon the service is ready in its container, with the image's archive of classes and
 * without it, by turns, and prints a table; it asserts nothing.
 */
class StartBenchmark {
  private static final int STARTS = 11;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";

  @Test
  void measure(@TempDir Path folder) throws Exception {
    try (BuiltImage image = BuiltImage.prepare(folder)) {
      image.deploy();
      JsonNode configuration = image.configuration();
      Path root = image.unpack();
      List<String> with = new ArrayList<>();
      configuration.get("config").get("Entrypoint").forEach(each -> with.add(each.asText()));
      List<String> without = with.stream().filter(each -> !each.startsWith(ARCHIVE)).toList();
      if (without.size() == with.size()) {
        throw new IllegalStateException("no archive in " + with);
      }
      List<Duration> fast = new ArrayList<>();
      List<Duration> slow = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        fast.add(ready(folder.resolve("with-" + i), root, configuration, with));
        slow.add(ready(folder.resolve("without-" + i), root, configuration, without));
      }
      System.out.println("\n| ready after | median | from, to |\n|---|---|---|");
      System.out.println(row("with the archive", fast));
      System.out.println(row("without it", slow));
    }
  }

  private static Duration ready(
      Path folder, Path root, JsonNode configuration, List<String> arguments) throws Exception {
    try (Container container = new Container(folder, root, configuration, arguments, Map.of())) {
      Duration ready = container.awaitReady(PATIENCE);
      container.stop();
      return ready;
    }
  }

  private static String row(String what, List<Duration> times) {
    times.sort(null);
    return "| %s | %d ms | %d ms, %d ms |"
        .formatted(
            what,
            times.get(times.size() / 2).toMillis(),
            times.get(0).toMillis(),
            times.get(times.size() - 1).toMillis());
  }
}
