package com.hcomp.gitops.platform.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whole folders. */
public final class Folders {
  /** The folder, beside what was found damaged, that it is moved to. */
  public static final String ASIDE = "set-aside";

  private Folders() {}

  /** Makes a folder and those above it. */
  public static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What lies in a folder, sorted; nothing if it does not exist. */
  public static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes the files in a folder have. */
  public static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with all that is in it, without following links. */
  public static void delete(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Moves a file or folder out of the way, but throws nothing away: one of the same name that was
   * set aside earlier makes room.
   *
   * @return where it is now
   */
  public static Path setAside(Path path) {
    try {
      Path aside = make(path.resolveSibling(ASIDE)).resolve(path.getFileName());
      delete(aside);
      return Files.move(path, aside);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set " + path + " aside: " + e.getMessage(), e);
    }
  }

  /** Copies a folder's regular files, with their permissions less what makes them read-only. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> entries = Files.walk(from)) {
      List<Path> sorted = new ArrayList<>(entries.sorted().toList());
      for (Path entry : sorted) {
        Path target = to.resolve(from.relativize(entry).toString());
        if (Files.isDirectory(entry)) {
          Files.createDirectories(target);
        } else {
          Files.write(target, Files.readAllBytes(entry));
          if (Files.isExecutable(entry) || entry.toString().endsWith(".sh")) {
            executable(target);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a file one that everybody may run. */
  public static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
