package com.hcomp.gitops.platform.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which cgroups a machine has.
 *
 * @param versions 1, 2 or both
 * @param missing the controllers that nodes need and that none of them has, by name
 */
public record CgroupSupport(List<Integer> versions, List<String> missing) {
  private static final List<String> NEEDED = List.of("cpu", "cpuset", "memory", "pids");

  public CgroupSupport {
    versions = List.copyOf(versions);
    missing = List.copyOf(missing);
  }

  /** This machine's. */
  public static CgroupSupport ofMachine() {
    return of(Mounts.all());
  }

  static CgroupSupport of(List<Mounts.Mount> mounts) {
    Set<Integer> versions = new TreeSet<>();
    Set<String> controllers = new TreeSet<>();
    for (Mounts.Mount mount : mounts) {
      if (mount.type().equals("cgroup")) {
        versions.add(1);
        controllers.addAll(mount.options());
      } else if (mount.type().equals("cgroup2")) {
        versions.add(2);
        controllers.addAll(List.of(read(mount.point().resolve("cgroup.controllers")).split("\\s")));
      }
    }
    return new CgroupSupport(
        List.copyOf(versions),
        NEEDED.stream().filter(name -> !controllers.contains(name)).toList());
  }

  /** {@code version 2}, {@code versions 1 and 2}, {@code none}. */
  public String text() {
    if (versions.isEmpty()) {
      return "none";
    }
    return versions.size() > 1 ? "versions 1 and 2" : "version " + versions.get(0);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
