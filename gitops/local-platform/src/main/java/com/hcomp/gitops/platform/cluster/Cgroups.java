package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.process.ProcessTable;
import com.hcomp.gitops.platform.state.AtomicFile;
import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A cgroup with all below it, in every hierarchy of the machine: version 1, 2 or both at once.
 *
 * @param name of the platform's own cgroup, directly below the root
 */
public record Cgroups(String name) {
  private static final List<String> NEEDED =
      List.of("cpu", "cpuset", "memory", "pids", "hugetlb", "io");
  private static final Duration KILLED = Duration.ofSeconds(10);
  private static final Duration REMOVED = Duration.ofSeconds(5);

  /** What keeps kubelets from using this machine's cgroups. */
  public static Optional<Problem> problem() {
    Path unified = Path.of("/sys/fs/cgroup/cgroup.controllers");
    return Hierarchies.ofMachine()
        .problem(
            AtomicFile.open(Path.of("/proc/cgroups")).read().orElse(""),
            AtomicFile.open(unified).read().orElse(""));
  }

  /** Which versions this machine has. */
  public static String description() {
    return switch (Hierarchies.ofMachine().kind()) {
      case NONE -> "none";
      case V1 -> "version 1";
      case HYBRID -> "version 1, and version 2 without controllers";
      case V2 -> "version 2";
    };
  }

  /** The cgroup of one cluster, as the kubelet is told. */
  public String cluster(String cluster) {
    return "/" + name + "/" + cluster;
  }

  /** Makes a cluster's cgroup in every hierarchy. */
  public void make(String cluster) {
    for (Mounts.Mount hierarchy : hierarchies()) {
      Path ours = hierarchy.point().resolve(name);
      enable(hierarchy, hierarchy.point());
      makeOne(ours);
      enable(hierarchy, ours);
      makeOne(ours.resolve(cluster));
    }
  }

  /** Ends every process in a cluster's cgroup. */
  public void kill(String cluster) {
    long start = System.nanoTime();
    TreeSet<Long> members = members(cluster);
    while (!members.isEmpty() && System.nanoTime() - start < KILLED.toNanos()) {
      for (long pid : members) {
        ProcessTable.identify(pid).ifPresent(ProcessTable.Identity::kill);
      }
      pause();
      members = members(cluster);
    }
  }

  /** Removes a cluster's cgroup; its processes must have ended. */
  public void remove(String cluster) {
    hierarchies().forEach(one -> removeTree(one.point().resolve(name).resolve(cluster)));
  }

  /** Removes all of the platform's cgroups. */
  public void removeAll() {
    hierarchies().forEach(one -> removeTree(one.point().resolve(name)));
  }

  /** The clusters that have a cgroup. */
  public List<String> clusters() {
    TreeSet<String> clusters = new TreeSet<>();
    for (Mounts.Mount hierarchy : hierarchies()) {
      for (Path entry : Folders.list(hierarchy.point().resolve(name))) {
        if (Files.isDirectory(entry)) {
          clusters.add(entry.getFileName().toString());
        }
      }
    }
    return List.copyOf(clusters);
  }

  /** Our cgroups that exist. */
  public List<Path> existing() {
    return hierarchies().stream()
        .map(one -> one.point().resolve(name))
        .filter(Files::exists)
        .toList();
  }

  private TreeSet<Long> members(String cluster) {
    TreeSet<Long> members = new TreeSet<>();
    for (Mounts.Mount hierarchy : hierarchies()) {
      for (Path folder : tree(hierarchy.point().resolve(name).resolve(cluster))) {
        try {
          Files.readAllLines(folder.resolve("cgroup.procs")).stream()
              .map(Long::valueOf)
              .filter(pid -> ProcessTable.identify(pid).isPresent())
              .forEach(members::add);
        } catch (IOException e) {
          // It went away meanwhile.
        }
      }
    }
    return members;
  }

  private static List<Mounts.Mount> hierarchies() {
    return Hierarchies.ofMachine().mounts();
  }

  /** Lets what is below a cgroup of version 2 have controllers. */
  static void enable(Mounts.Mount hierarchy, Path parent) {
    Path control = parent.resolve("cgroup.subtree_control");
    if (!hierarchy.type().equals("cgroup2") || !Files.exists(control)) {
      return;
    }
    try {
      List<String> available =
          List.of(Files.readString(parent.resolve("cgroup.controllers")).strip().split(" "));
      for (String controller : NEEDED) {
        if (available.contains(controller)) {
          Files.writeString(control, "+" + controller);
        }
      }
    } catch (IOException e) {
      // In a container, its root is no real root: with processes in it, it can't have controllers.
      Path init = parent.resolve("init");
      throw new Problem(
              "NO-CGROUPS",
              "Controllers can't be enabled in " + control + ": " + e.getMessage() + ".",
              "In a container, move its processes out of the way, and try again:\nmkdir -p "
                  + init
                  + " && xargs -rn1 < "
                  + parent.resolve("cgroup.procs")
                  + " > "
                  + init.resolve("cgroup.procs"))
          .asException();
    }
  }

  private static void makeOne(Path cgroup) {
    Folders.make(cgroup);
    // Version 1 makes them empty, and then no process can join.
    for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
      Path own = cgroup.resolve(file);
      try {
        if (Files.exists(own)
            && Files.exists(cgroup.resolve("tasks"))
            && Files.readString(own).isBlank()) {
          Files.writeString(own, Files.readString(cgroup.resolveSibling(file)).strip());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Path> tree(Path cgroup) {
    if (!Files.isDirectory(cgroup)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.walk(cgroup)) {
      return folders.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static void removeTree(Path cgroup) {
    long start = System.nanoTime();
    List<Path> left = tree(cgroup);
    while (!left.isEmpty() && System.nanoTime() - start < REMOVED.toNanos()) {
      List<Path> busy = new ArrayList<>();
      for (Path folder : left) {
        try {
          Files.deleteIfExists(folder);
        } catch (IOException e) {
          busy.add(folder); // the kernel has not yet seen its last process out
        }
      }
      if (!busy.isEmpty()) {
        pause();
      }
      left = busy;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
