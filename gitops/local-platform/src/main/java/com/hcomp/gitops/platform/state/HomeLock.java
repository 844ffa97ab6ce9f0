package com.hcomp.gitops.platform.state;

import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two runs apart. The operating system gives it up when its holder ends, however it ends.
 * Holds between the threads of one process, too.
 */
public final class HomeLock implements AutoCloseable {
  private static final Pattern HOLDER = Pattern.compile(".+, process (\\d+)");
  private static final int PATIENCE = 10;

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, and waits for as long as somebody else has it, saying for whom.
   *
   * @param purpose what it is taken for, such as {@code gitops:up}; shown to those who wait
   */
  public static HomeLock take(Path file, String purpose, Report report) {
    Folders.make(file.toAbsolutePath().resolveSibling("."));
    boolean told = false;
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      for (int tries = 1; tryLock(channel) == null; tries++) {
        // Whoever has just taken it has not yet written who it is.
        if (!told) {
          Optional<String> other = runningHolder(file);
          told = other.isPresent() || tries == PATIENCE;
          if (told) {
            report.step("platform", "waiting for " + other.orElse("another run"));
          }
        }
        Thread.sleep(100);
      }
      String holder = purpose + ", process " + ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + file, e);
    }
  }

  private static Optional<String> runningHolder(Path file) {
    Matcher holder = HOLDER.matcher(AtomicFile.open(file).read().orElse("").strip());
    return holder.matches() && ProcessHandle.of(Long.parseLong(holder.group(1))).isPresent()
        ? Optional.of(holder.group())
        : Optional.empty();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process has it
    }
  }

  @Override
  public void close() {
    try {
      channel.truncate(0); // a later holder is not taken for this one
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
