package com.hcomp.gitops.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how soon the image is ready in a container, and how much memory it takes, with and
 * without what makes it fast; prints a table and asserts nothing.
 */
class ImageBenchmark {
  private static final int STARTS = 11;
  private static final int REQUESTS = 2000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<String> table = new ArrayList<>();

  @Test
  void measure(@TempDir Path folder) throws Exception {
    try (BuiltImage image = BuiltImage.prepare(folder)) {
      image.deploy();
      Path root = image.unpack();
      List<String> arguments = Files.readAllLines(root.resolve("app/start/arguments"));
      Map<String, List<String>> variants = new LinkedHashMap<>();
      variants.put("as built", List.of());
      variants.put("with the optimising compiler", java(arguments, "Tiered"));
      variants.put("without the archive", java(arguments, "Shared"));
      variants.put("without both", java(arguments, "Tiered", "Shared"));
      for (var variant : variants.entrySet()) {
        row(image, root, folder.resolve("containers"), variant.getKey(), variant.getValue());
      }
      System.out.println(
          "Java " + Runtime.version() + ", layers in bytes " + image.layers().values());
      System.out.println(
          "\n| | ready: median, least, most | memory, ready | after requests |\n|---|---|---|---|");
      table.forEach(System.out::println);
    }
  }

  /** The image's own command without the flags whose names begin in one of these ways. */
  private static List<String> java(List<String> arguments, String... without) {
    List<String> command = new ArrayList<>(List.of("java"));
    arguments.stream()
        .filter(
            argument ->
                List.of(without).stream().noneMatch(flag -> argument.startsWith("-XX:" + flag)))
        .forEach(command::add);
    return command;
  }

  private void row(BuiltImage image, Path root, Path folder, String name, List<String> command)
      throws IOException, InterruptedException {
    List<Long> millis = new ArrayList<>();
    long ready = 0;
    long used = 0;
    for (int i = 0; i < STARTS; i++) {
      String number = table.size() + "-" + i;
      try (Container container =
          new Container(folder.resolve(number), root, image.configuration(), command, Map.of())) {
        millis.add(container.awaitReady(PATIENCE).toMillis());
        ready = Math.max(ready, container.memory());
        for (int request = 0; i == 0 && request < REQUESTS; request++) {
          container.get("/version");
        }
        used = Math.max(used, container.memory());
        container.stop();
      }
    }
    Collections.sort(millis);
    table.add(
        "| %s | %d ms, %d ms, %d ms | %d MiB | %d MiB |"
            .formatted(
                name,
                millis.get(STARTS / 2),
                millis.get(0),
                millis.get(STARTS - 1),
                ready >> 20,
                used >> 20));
  }
}
