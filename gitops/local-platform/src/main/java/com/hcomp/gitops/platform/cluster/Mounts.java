package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is mounted on this machine. */
public final class Mounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  private Mounts() {}

  /**
   * One mount.
   *
   * @param point where it is mounted
   * @param type of the file system, such as {@code overlay}
   * @param options of the file system, such as {@code rw,memory}
   */
  record Mount(Path point, String type, List<String> options) {}

  /** All mounts, in the order in which they were made. */
  static List<Mount> all() {
    try {
      return Files.readAllLines(TABLE).stream().map(Mounts::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mounts below a folder, the latest first: the order in which they can be undone. */
  public static List<Path> below(Path folder) {
    List<Path> points =
        new ArrayList<>(
            all().stream().map(Mount::point).filter(point -> point.startsWith(folder)).toList());
    Collections.reverse(points);
    return points;
  }

  /** Undoes every mount below a folder. */
  public static void undo(Path folder) {
    List<Path> points = below(folder);
    for (Path point : points) {
      if (Command.of("umount", point.toString()).run().exitStatus() != 0) {
        // Something still looks into it: it goes when that ends.
        Command.of("umount", "--lazy", point.toString()).run();
      }
    }
  }

  static Mount parse(String line) {
    // "id parent major:minor root point options [more...] - type source fsoptions"
    List<String> halves = List.of(line.split(" - ", 2));
    List<String> left = List.of(halves.get(0).split(" "));
    List<String> right = List.of(halves.get(1).split(" "));
    return new Mount(
        Path.of(unescape(left.get(4))), right.get(0), List.of(right.get(2).split(",")));
  }

  private static String unescape(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
