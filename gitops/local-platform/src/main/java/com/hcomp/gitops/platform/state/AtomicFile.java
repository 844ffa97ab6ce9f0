package com.hcomp.gitops.platform.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A file that is always whole: a reader sees the old content or the new, never half of one.
 *
 * @param path where it is
 * @param permissions of the file, such as {@code rw-------}
 */
public record AtomicFile(Path path, String permissions) {

  /** A file that only its owner may read. */
  public static AtomicFile secret(Path path) {
    return new AtomicFile(path, "rw-------");
  }

  /** A file that everybody may read. */
  public static AtomicFile open(Path path) {
    return new AtomicFile(path, "rw-r--r--");
  }

  /**
   * The content as UTF-8; empty if there is no such file. Bytes that are no text, as in a file that
   * a disk damaged, come as replacement characters: who parses it says what is wrong.
   */
  public Optional<String> read() {
    try {
      return Files.isRegularFile(path)
          ? Optional.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the content, and makes the folder if need be. */
  public void write(String content) {
    write(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces the content, and makes the folder if need be. */
  public void write(byte[] content) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path whole =
          Files.createTempFile(
              folder,
              "." + path.getFileName(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.write(whole, content);
        Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString(permissions));
        Files.move(
            whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole); // on a full disk, each try would leave one
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Replaces the content if it differs.
   *
   * @return whether it did
   */
  public boolean update(String content) {
    if (read().filter(content::equals).isPresent()) {
      return false;
    }
    write(content);
    return true;
  }

  /** Removes the file, if it is there. */
  public void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
