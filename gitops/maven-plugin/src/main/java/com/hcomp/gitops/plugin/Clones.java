package com.hcomp.gitops.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders for clones that live as long as a goal: so two goals at once, or one that was killed,
 * never meet in the same work tree.
 */
final class Clones implements AutoCloseable {
  private final List<Path> folders = new ArrayList<>();

  /** A folder that isn't there yet. */
  Path folder() {
    try {
      Path parent = Files.createTempDirectory("hcomp-");
      folders.add(parent);
      return parent.resolve("main");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove " + folder, e);
      }
    }
  }
}
