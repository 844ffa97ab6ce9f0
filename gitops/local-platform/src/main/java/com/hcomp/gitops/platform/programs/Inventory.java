package com.hcomp.gitops.platform.programs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a program's folder held when it was made, written down beside it: a file that was damaged
 * since is found before it is run.
 *
 * @param files by their path in the folder
 */
record Inventory(Map<String, Entry> files) {
  static final String FILE = "files.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  Inventory {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * One file.
   *
   * @param size in bytes
   * @param modified when it was last written, in milliseconds since 1970
   * @param sha256 of its content, 64 hexadecimal digits
   */
  record Entry(long size, long modified, String sha256) {
    Entry {
      if (size < 0 || !sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("no file has size " + size + ", digest " + sha256);
      }
    }

    static Entry of(Path file) throws IOException {
      return new Entry(Files.size(file), modified(file), digest(file));
    }

    /** The entry as it is to be from now on; empty if the file is not what it was. */
    Optional<Entry> now(Path file) {
      try {
        if (!regular(file) || Files.size(file) != size) {
          return Optional.empty();
        }
        // To read all of a gigabyte at every start would take longer than the start.
        if (modified(file) == modified) {
          return Optional.of(this);
        }
        return Optional.of(of(file)).filter(current -> current.sha256().equals(sha256));
      } catch (IOException e) {
        return Optional.empty(); // what the disk doesn't give any more can't be run either
      }
    }

    private static long modified(Path file) throws IOException {
      return Files.getLastModifiedTime(file).toMillis();
    }
  }

  /** Writes down what a folder holds. */
  static void take(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      Map<String, Entry> files = new TreeMap<>();
      for (Path path : paths.filter(Inventory::regular).toList()) {
        if (!path.equals(folder.resolve(FILE))) {
          files.put(folder.relativize(path).toString(), Entry.of(path));
        }
      }
      new Inventory(files).write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files of a folder that are not what they were, or gone. A folder from before there were
   * inventories is taken for whole, and gets one.
   */
  static List<String> damaged(Path folder) {
    Optional<String> text = AtomicFile.open(folder.resolve(FILE)).read();
    if (text.isEmpty()) {
      if (Files.isWritable(folder)) {
        take(folder);
      }
      return List.of();
    }
    Optional<Inventory> then = parse(text.get());
    return then.isEmpty() ? List.of(FILE) : then.get().compare(folder);
  }

  private List<String> compare(Path folder) {
    List<String> damaged = new ArrayList<>();
    Map<String, Entry> current = new TreeMap<>();
    for (Map.Entry<String, Entry> file : files.entrySet()) {
      Optional<Entry> now = file.getValue().now(folder.resolve(file.getKey()));
      now.ifPresentOrElse(
          entry -> current.put(file.getKey(), entry), () -> damaged.add(file.getKey()));
    }
    if (damaged.isEmpty() && !current.equals(files) && Files.isWritable(folder)) {
      new Inventory(current).write(folder); // it was copied, or touched
    }
    return damaged;
  }

  private void write(Path folder) {
    ObjectNode node = JSON.createObjectNode();
    files.forEach(
        (path, entry) ->
            node.putObject(path)
                .put("size", entry.size())
                .put("modified", entry.modified())
                .put("sha256", entry.sha256()));
    AtomicFile.open(folder.resolve(FILE)).write(node.toPrettyString() + "\n");
  }

  private static Optional<Inventory> parse(String text) {
    try {
      Map<String, Entry> files = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : JSON.readTree(text).properties()) {
        JsonNode file = entry.getValue();
        files.put(
            entry.getKey(),
            new Entry(
                file.path("size").asLong(-1),
                file.path("modified").asLong(),
                file.path("sha256").asText()));
      }
      return files.isEmpty() ? Optional.empty() : Optional.of(new Inventory(files));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean regular(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String digest(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
        digest.update(part, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
