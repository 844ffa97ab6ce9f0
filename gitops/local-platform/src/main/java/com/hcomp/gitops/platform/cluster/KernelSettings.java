package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.state.AtomicFile;
import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kernel settings of the whole machine that a kubelet sets as it likes them. They are written down
 * before the first kubelet starts, and put back when the last is gone.
 *
 * @param file where they are written down
 * @param kernel the folder that has a file for each of them
 */
public record KernelSettings(Path file, Path kernel) {
  private static final List<String> NAMES =
      List.of(
          "kernel/keys/root_maxbytes",
          "kernel/keys/root_maxkeys",
          "kernel/panic",
          "kernel/panic_on_oops",
          "vm/overcommit_memory",
          "vm/panic_on_oom");

  /** Those of this machine. */
  public KernelSettings(Path file) {
    this(file, Path.of("/proc/sys"));
  }

  /** Writes them down, unless that was done before. */
  public void save() {
    if (Files.exists(file)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (String name : NAMES) {
      try {
        String value = value(kernel.resolve(name));
        text.append(name).append('=').append(value).append('\n');
      } catch (IOException e) {
        // This kernel has none.
      }
    }
    AtomicFile.open(file).write(text.toString());
  }

  /**
   * Puts them back. A damaged file is set aside, not removed: a person may still read it.
   *
   * @return what could not be put back
   */
  public List<String> restore() {
    Optional<String> text = AtomicFile.open(file).read();
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lost = new ArrayList<>();
    for (String name : NAMES) {
      Path setting = kernel.resolve(name);
      Optional<String> value =
          text.get()
              .lines()
              .filter(line -> line.matches(name + "=-?[0-9]+"))
              .map(line -> line.substring(name.length() + 1))
              .findFirst();
      try {
        if (value.isPresent() && !value(setting).equals(value.get())) {
          Files.writeString(setting, value.get());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (value.isEmpty() && Files.exists(setting)) {
        lost.add("kernel setting " + name + ", as " + file + " was damaged");
      }
    }
    if (lost.isEmpty()) {
      AtomicFile.open(file).delete();
    } else {
      Folders.setAside(file);
    }
    return lost;
  }

  /**
   * A setting as the kernel has it. {@link Files#readString} would give its first character: it
   * reads one byte first where a file says that it is empty, and the kernel takes what is read
   * after that for the end.
   *
   * @param setting a file below {@code /proc/sys}
   */
  public static String value(Path setting) throws IOException {
    return String.join("\n", Files.readAllLines(setting)).strip();
  }
}
