package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.state.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Kernel settings of the whole machine that a kubelet sets as it likes them. They are written down
 * before the first kubelet starts, and put back when the last is gone.
 *
 * @param file where they are written down
 */
public record KernelSettings(Path file) {
  private static final Path KERNEL = Path.of("/proc/sys");
  private static final List<String> NAMES =
      List.of(
          "kernel/keys/root_maxbytes",
          "kernel/keys/root_maxkeys",
          "kernel/panic",
          "kernel/panic_on_oops",
          "vm/overcommit_memory",
          "vm/panic_on_oom");

  /** Writes them down, unless that was done before. */
  public void save() {
    if (Files.exists(file)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (String name : NAMES) {
      try {
        text.append(name).append('=').append(Files.readString(KERNEL.resolve(name)).strip());
        text.append('\n');
      } catch (IOException e) {
        continue; // this kernel has none
      }
    }
    AtomicFile.open(file).write(text.toString());
  }

  /** Puts them back. */
  public void restore() {
    Properties saved = new Properties();
    try {
      saved.load(new StringReader(AtomicFile.open(file).read().orElse("")));
      for (String name : NAMES) {
        String value = saved.getProperty(name);
        if (value != null && !Files.readString(KERNEL.resolve(name)).strip().equals(value)) {
          Files.writeString(KERNEL.resolve(name), value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFile.open(file).delete();
  }
}
