package com.hcomp.gitops.endtoend;

import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What the platform takes of the machine at a moment.
 *
 * @param processes those of the platform and those in its containers
 * @param mounts below its folder
 * @param cgroups below its own, in the hierarchy that has most
 * @param images that the nodes hold, all nodes together
 * @param memory proportional set sizes, in bytes
 * @param logs the platform's own, in bytes
 * @param largestLog in bytes
 * @param nodes the nodes' files, containers' layers and logs included, in bytes
 * @param registry in bytes
 * @param etcd in bytes
 */
record Footprint(
    int processes,
    long mounts,
    long cgroups,
    long images,
    long memory,
    long logs,
    long largestLog,
    long nodes,
    long registry,
    long etcd) {

  static Footprint of(TestPlatform platform) {
    Path local = platform.home().resolve("local");
    long images =
        platform.facts().get("clusters").properties().stream()
            .map(
                cluster ->
                    platform.kubectl(
                        cluster.getKey(),
                        "default",
                        "get",
                        "nodes",
                        "-o",
                        "jsonpath={range .items[*].status.images[*]}{.sizeBytes}{'\\n'}{end}"))
            .flatMap(String::lines)
            .count();
    return new Footprint(
        platform.processesAndPods().size(),
        platform.mounts().count(),
        platform.cgroups(),
        images,
        memory(platform),
        bytes(local.resolve("logs")),
        largest(local.resolve("logs")),
        bytes(local.resolve("nodes")),
        bytes(local.resolve("registry")),
        bytes(local.resolve("etcd")));
  }

  /** Proportional set sizes of all that the platform runs, pods included, in bytes. */
  static long memory(TestPlatform platform) {
    return platform.processesAndPods().stream()
        .mapToLong(process -> proportionalSize(Path.of("/proc", process)))
        .sum();
  }

  /** How many processors all that the platform runs uses for a time, such as 0.25. */
  static double processors(TestPlatform platform, Duration time) throws InterruptedException {
    Instant start = Instant.now();
    long before = ticks(platform);
    Thread.sleep(time.toMillis());
    return (ticks(platform) - before)
        / 100.0
        / Measurements.seconds(Duration.between(start, Instant.now()));
  }

  private static long ticks(TestPlatform platform) {
    long ticks = 0;
    for (String process : platform.processesAndPods()) {
      try {
        String stat = Files.readString(Path.of("/proc", process, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      } catch (IOException e) {
        // It is gone.
      }
    }
    return ticks;
  }

  private static long proportionalSize(Path process) {
    try {
      return Files.readAllLines(process.resolve("smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .sum();
    } catch (IOException gone) {
      return 0;
    }
  }

  private static long bytes(Path folder) {
    // It ends with 1 when files go meanwhile; what it counted is right all the same. Containers'
    // root file systems are other file systems, and only show what is counted already.
    String[] said =
        Command.of("du", "--one-file-system", "--summarize", "--block-size=1", folder.toString())
            .run()
            .output()
            .split("\\s");
    return Long.parseLong(said[0]);
  }

  private static long largest(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
