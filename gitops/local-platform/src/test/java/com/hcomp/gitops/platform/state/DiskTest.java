package com.hcomp.gitops.platform.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.model.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void aFolderThatCanBeWrittenIsMadeAndLeftEmpty() {
    Path home = folder.resolve("cache/hcomp");

    assertThat(Disk.unwritable(home)).isEmpty();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void namesAFolderThatCannotBeWritten() throws IOException {
    Path home = Files.writeString(folder.resolve("file"), "in the way").resolve("hcomp");

    assertThat(Disk.unwritable(home).map(Problem::text).orElseThrow())
        .contains("HOME-UNWRITABLE  ", home.toString(), "\n        mvn gitops:up -Dgitops.home=");
  }

  @Test
  void whatKubeletsKeepFreeCountsAsTaken() {
    Disk disk = new Disk(folder, 200 * GIB, 2 * GIB + 400 * GIB / 1024);

    assertThat(disk.tooSmall(0).map(Problem::text).orElseThrow())
        .contains("DISK-FULL", "2.3 GiB free, and 2.5 GiB are needed", "2.0 GiB  stays free")
        .doesNotContain("programs are built");
    assertThat(new Disk(folder, 200 * GIB, 3 * GIB).tooSmall(0)).isEmpty();
  }

  @Test
  void programsThatAreToBeBuiltNeedRoomToo() {
    Disk disk = new Disk(folder, 200 * GIB, 10 * GIB);

    assertThat(disk.tooSmall(GIB)).isEmpty();
    assertThat(disk.tooSmall(15 * GIB).map(Problem::text).orElseThrow())
        .contains("15.0 GiB  while programs are built", "mvn gitops:up -Dgitops.home=");
  }

  @Test
  void aWriteThatFailsLeavesTheOldContentAndNothingElse() throws IOException {
    Path file = folder.resolve("state.json");
    Files.createDirectories(file.resolve("in the way"));

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> AtomicFile.open(file).write("new"))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(Folders.list(folder)).containsExactly(file);
    assertThat(file.resolve("in the way")).isDirectory();
  }

  @Test
  void looksAtTheDiskOfAFolderThatIsNotThereYet() throws IOException {
    Disk disk = Disk.of(folder.resolve("not/there/yet"));

    assertThat(disk.total()).isPositive().isGreaterThanOrEqualTo(disk.free());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void recognizesWhatTheSystemSaysOfAFullDisk() {
    // The kernel answers every write to this device as a full disk does.
    Throwable failure =
        org.assertj.core.api.Assertions.catchThrowable(
            () -> {
              try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
                full.write(1);
              }
            });

    assertThat(Disk.isFull(new UncheckedIOException("cannot write", (IOException) failure)))
        .isTrue();
    assertThat(Disk.isFull("go: write /h/x: no space left on device")).isTrue();
    assertThat(Disk.isFull(new IOException("Permission denied"))).isFalse();
    assertThat(Disk.full(folder, "/h/x: No space left on device").text())
        .startsWith("DISK-FULL")
        .contains("| /h/x: No space left on device");
  }
}
