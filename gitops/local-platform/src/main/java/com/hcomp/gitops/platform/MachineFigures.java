package com.hcomp.gitops.platform;

import com.hcomp.gitops.doctor.Finding;
import com.hcomp.gitops.platform.cluster.KernelSettings;
import com.hcomp.gitops.platform.state.Disk;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.report.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How much of everything the machine has.
 *
 * @param home the folder of all that is kept; it need not be there
 * @param kernel where the kernel tells its figures
 * @param time this machine's
 */
record MachineFigures(Path home, Path kernel, Clock time) {
  private static final long GIB = 1L << 30;
  private static final long TO_BUILD = 20 * GIB;
  private static final long TO_RUN = 3 * GIB;
  private static final long LEAST = GIB / 2;
  private static final long INSTANCES = 128;
  private static final long WATCHES = 65536;

  MachineFigures(Path home) {
    this(home, Path.of("/proc"), Clock.systemUTC());
  }

  /**
   * The disk below the home.
   *
   * @param built whether the programs are built, which takes most of it
   */
  Finding disk(boolean built) {
    long free;
    try {
      free = Disk.of(home).free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long needed = built ? TO_RUN : TO_BUILD;
    String figure = Sizes.text(free) + " free for " + home;
    String wanted =
        (built ? "; clusters and images grow to " : "; building the programs once takes up to ")
            + Sizes.text(needed);
    String remedy = "Make room, or choose another disk:\nmvn gitops:up -Dgitops.home=<folder>";
    if (free < LEAST) {
      return Finding.wrong("disk", figure + wanted, remedy);
    }
    return free < needed
        ? Finding.warning("disk", figure + wanted, remedy)
        : Finding.ok("disk", figure);
  }

  /**
   * The memory.
   *
   * @param up whether the platform runs, and has its part already
   */
  Finding memory(boolean up) {
    long available = memory("MemAvailable:");
    String figure =
        Sizes.text(available) + " of " + Sizes.text(memory("MemTotal:")) + " are available";
    return up || available >= TO_RUN
        ? Finding.ok("memory", figure)
        : Finding.warning(
            "memory",
            figure + "; the local platform takes about " + Sizes.text(TO_RUN),
            "End what isn't needed, or use a larger machine:\nps aux --sort=-rss | head");
  }

  /** What kubelets, containerd and CoreDNS watch files with. */
  Finding inotify() {
    long instances = Long.parseLong(read("sys/fs/inotify/max_user_instances").strip());
    long watches = Long.parseLong(read("sys/fs/inotify/max_user_watches").strip());
    String figure = instances + " instances, " + watches + " watches";
    return instances >= INSTANCES && watches >= WATCHES
        ? Finding.ok("inotify", figure)
        : Finding.warning(
            "inotify",
            figure + "; three clusters may need " + INSTANCES + " and " + WATCHES,
            "Raise the limits:\nsysctl -w fs.inotify.max_user_instances=8192"
                + " fs.inotify.max_user_watches=1048576");
  }

  /** Nothing that was written can be from the future, unless the clock was set back. */
  Finding clock() {
    Instant now = time.instant();
    Instant newest =
        Folders.list(home.resolve("local")).stream()
            .map(MachineFigures::modified)
            .reduce(Instant.EPOCH, (a, b) -> a.isAfter(b) ? a : b);
    Instant shown = now.truncatedTo(ChronoUnit.SECONDS);
    return newest.isAfter(now.plus(Duration.ofMinutes(1)))
        ? Finding.wrong(
            "clock",
            shown + ", but the platform wrote files at " + newest.truncatedTo(ChronoUnit.SECONDS),
            "Certificates and waits go by the clock. Set it:\ntimedatectl set-ntp true")
        : Finding.ok("clock", shown.toString());
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH; // it went away meanwhile
    }
  }

  private long memory(String name) {
    return read("meminfo")
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .orElse(0L);
  }

  private String read(String file) {
    try {
      return KernelSettings.value(kernel.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
