package com.hcomp.gitops.promotion;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures gates and status of many environments, all of which wait for their soak, with a real
 * registry and Git, and an Argo CD that answers at once; it asserts nothing.
 */
class FleetBenchmark {
  private static final List<Integer> SIZES = List.of(125, 250, 500);
  private static final int RUNS = 5;

  @Test
  void measure(@TempDir Path folder) throws Exception {
    List<String> table = new ArrayList<>();
    for (int size : SIZES) {
      List<String> regions = IntStream.range(1, size).mapToObj(i -> "prd-" + i).toList();
      StringBuilder policy = new StringBuilder("environments:\n  - name: stg\n");
      regions.forEach(
          name -> policy.append("  - name: " + name + "\n    from: stg\n    soak: PT30M\n"));
      List<String> all = new ArrayList<>(List.of("stg"));
      all.addAll(regions);
      String[] names = all.toArray(String[]::new);
      Path here = folder.resolve("of-" + size);
      try (Scene scene = Scene.start(here, policy.toString(), names)) {
        scene.deliver("two");
        scene.clusters.sync("stg", Duration.ofMinutes(4));
        int before = scene.clusters.requests().size();
        Duration status = median(() -> new GateStatus(scene.access()).look());
        int asked = (scene.clusters.requests().size() - before) / RUNS;
        Duration advance = median(() -> new Advance(scene.access()).run());
        table.add(
            "| %d | %.2f s | %.2f s | %d |"
                .formatted(size, seconds(status), seconds(advance), asked));
      }
    }
    System.out.println("\n| environments | gates and status | advance | asked of Argo CD |");
    System.out.println("|---|---|---|---|");
    table.forEach(System.out::println);
  }

  private static Duration median(Runnable action) {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Instant start = Instant.now();
      action.run();
      times.add(Duration.between(start, Instant.now()));
    }
    times.sort(null);
    return times.get(RUNS / 2);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
