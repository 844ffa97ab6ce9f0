package com.hcomp.gitops.helm;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Folders as a whole. */
final class FileTree {
  private FileTree() {}

  /** All plain files below a folder, sorted; folders that the filter refuses are not entered. */
  static List<Path> files(Path folder, Predicate<Path> filter) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(folder) || filter.test(path)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (filter.test(path)) {
              if (!attributes.isRegularFile()) {
                throw noPlainFile(path);
              }
              files.add(path);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.naturalOrder());
    return files;
  }

  static void write(Path file, byte[] content) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, content);
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** For what is made anew anyway: what is left over of it does no harm. */
  static void deleteIfPossible(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      // Deleted before the next attempt.
    }
  }

  static void setTimes(Path folder, FileTime time) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.setLastModifiedTime(path, time);
      }
    }
  }

  static Digest digest(Path folder) throws IOException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (Path file : files(folder, path -> true)) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      contents.put(path, Files.readAllBytes(file));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(all);
    for (var content : contents.entrySet()) {
      // With the lengths written, no two trees give the same bytes.
      data.writeUTF(content.getKey());
      data.writeInt(content.getValue().length);
      data.write(content.getValue());
    }
    return Digest.of(all.toByteArray());
  }

  private static RuntimeException noPlainFile(Path path) {
    return new Problem(
            "CHART-INVALID",
            "A chart holds plain files only, and " + path + " is a link or something else.",
            new Location(path, 0),
            "Replace it with the file itself.")
        .asException();
  }
}
