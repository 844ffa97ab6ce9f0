package com.hcomp.gitops.platform.state;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.report.Sizes;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The disk that a folder is on, or will be on.
 *
 * @param folder the platform's
 * @param total its size in bytes
 * @param free what may still be written, in bytes
 */
public record Disk(Path folder, long total, long free) {
  /** What clusters, images and logs take soon after a start. */
  private static final long STATE = 512L << 20;

  private static final List<String> FULL = List.of("no space left on device", "quota exceeded");

  public Disk {
    if (total < 0 || free < 0) {
      throw new IllegalArgumentException("a disk of " + total + " with " + free + " free");
    }
  }

  /** Looks at the disk of a folder that need not exist yet. */
  public static Disk of(Path folder) throws IOException {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    FileStore store = Files.getFileStore(existing);
    return new Disk(folder, store.getTotalSpace(), store.getUsableSpace());
  }

  /**
   * Makes a folder and writes a file into it.
   *
   * @return what keeps that from working; empty if nothing does
   */
  public static Optional<Problem> unwritable(Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, ".writable", "");
      try {
        Files.writeString(file, "written");
      } finally {
        Files.delete(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(isFull(e) ? full(folder, reason(e)) : unwritable(folder, e));
    }
  }

  /**
   * What keeps the platform from having enough room.
   *
   * @param toBuild bytes that programs take while they are built; 0 if all are there
   */
  public Optional<Problem> tooSmall(long toBuild) {
    // At one percent, kubelets throw pods out; see evictionHard in their configuration.
    long kept = total / 100;
    long needed = kept + STATE + toBuild;
    if (free >= needed) {
      return Optional.empty();
    }
    List<String> details = new ArrayList<>();
    details.add(
        Sizes.text(kept) + "  stays free: below that, one percent, kubelets throw pods out");
    details.add(Sizes.text(STATE) + "  for clusters, images and logs");
    if (toBuild > 0) {
      details.add(Sizes.text(toBuild) + "  while programs are built; most of it is given back");
    }
    return Optional.of(
        new Problem(
            "DISK-FULL",
            "The disk of "
                + folder
                + " has "
                + Sizes.text(free)
                + " free, and "
                + Sizes.text(needed)
                + " are needed.",
            details,
            remedy()));
  }

  /** Whether a failure, or what it quotes of another program, is a disk's that is full. */
  public static boolean isFull(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (isFull(String.valueOf(one.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a program's output tells of a full disk. */
  public static boolean isFull(String output) {
    String text = output.toLowerCase(Locale.ROOT);
    return FULL.stream().anyMatch(text::contains);
  }

  /**
   * The disk that filled up while something was written.
   *
   * @param folder the platform's
   * @param what was being done
   */
  public static Problem full(Path folder, String what) {
    return new Problem(
        "DISK-FULL",
        "A disk filled up, most likely that of " + folder + ".",
        what.lines().map(line -> "| " + line).toList(),
        remedy());
  }

  private static String remedy() {
    return "Make room, by `df -h` and `df -i`, and run the same command again: nothing was thrown"
        + " away. Or put another platform on a larger disk:\n"
        + "mvn gitops:up -Dgitops.home=<folder on that disk>";
  }

  private static Problem unwritable(Path folder, IOException failure) {
    return new Problem(
        "HOME-UNWRITABLE",
        "Programs and clusters are kept in " + folder + ", where nothing can be written.",
        List.of("| " + reason(failure)),
        "Mend its owner or its mount, or choose another folder:\n"
            + "mvn gitops:up -Dgitops.home=/var/lib/hcomp");
  }

  /** Java's messages are often the file's name alone. */
  private static String reason(IOException failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
