package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
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
      List<String> without = withoutArchive(root, configuration, with);
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

  /** The same command with the file of arguments written out, a line each, but for the archive. */
  private static List<String> withoutArchive(
      Path root, JsonNode configuration, List<String> command) throws IOException {
    String folder = configuration.get("config").get("WorkingDir").asText().substring(1);
    String file = command.get(1).substring("@".length());
    List<String> arguments = Files.readAllLines(root.resolve(folder).resolve(file));
    List<String> without = new ArrayList<>(List.of(command.get(0)));
    arguments.stream().filter(each -> !each.startsWith(ARCHIVE)).forEach(without::add);
    if (without.size() == 1 + arguments.size()) {
      throw new IllegalStateException("no archive in " + arguments);
    }
    return without;
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
