package com.hcomp.gitops.platform.process;

import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What processes print: one file for each, which they only append to.
 *
 * @param folder of the files
 * @param longest how many bytes one may have before it is cut
 * @param kept how many of the last bytes are left of it then
 */
record ProcessLogs(Path folder, long longest, int kept) {
  private static final int LINES = 15;

  ProcessLogs {
    if (kept < 1 || kept > longest) {
      throw new IllegalArgumentException("can't cut at " + longest + " to " + kept);
    }
  }

  /** With the platform's bounds. */
  ProcessLogs(Path folder) {
    this(folder, 20L << 20, 5 << 20);
  }

  Path file(String process) {
    return folder.resolve(process + ".log");
  }

  /**
   * Cuts every file that got too long to its last lines, while processes go on writing to it. Those
   * that only another user may write are left to them.
   */
  void cut() {
    for (Path file : Folders.list(folder)) {
      try {
        if (Files.size(file) > longest && Files.isWritable(file)) {
          cut(file);
        }
      } catch (NoSuchFileException e) {
        continue; // the platform is being purged meanwhile
      } catch (IOException e) {
        throw new UncheckedIOException("cannot cut " + file + ": " + e.getMessage(), e);
      }
    }
  }

  private void cut(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer end = ByteBuffer.allocate(kept);
      channel.position(channel.size() - kept);
      while (end.hasRemaining() && channel.read(end) >= 0) {
        continue;
      }
      end.flip();
      while (end.hasRemaining() && end.get() != '\n') {
        continue; // what is left of a line says little
      }
      // Who appends goes on at the new end; only what is printed in this very moment is lost.
      channel.position(0);
      while (end.hasRemaining()) {
        channel.write(end);
      }
      channel.truncate(channel.position());
    }
  }

  /** The last lines of a process's log, as details of a problem; none if there is no log. */
  List<String> end(String process) {
    try (FileChannel channel = FileChannel.open(file(process))) {
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 16));
      channel.position(channel.size() - end.capacity());
      while (end.hasRemaining() && channel.read(end) >= 0) {
        continue;
      }
      List<String> lines =
          new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
          .map(line -> "| " + line)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
