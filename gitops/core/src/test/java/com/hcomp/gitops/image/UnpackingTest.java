package com.hcomp.gitops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {
  private static final Instant DATE = Instant.ofEpochSecond(1);

  @TempDir Path outside;
  private Path root;
  private Unpacking unpacking;

  @BeforeEach
  void begin() throws IOException {
    root = Files.createDirectories(outside.resolve("root"));
    unpacking = new Unpacking(root);
  }

  @Test
  void keepsContentPermissionsAndTimes() throws IOException {
    add(layer().file("usr/bin/java", "java", 0755).file("etc/release", "17", 0444));

    assertThat(root.resolve("usr/bin/java")).hasContent("java");
    assertThat(permissions("usr/bin/java")).isEqualTo("rwxr-xr-x");
    assertThat(permissions("etc/release")).isEqualTo("rw-r--r--");
    assertThat(Files.getLastModifiedTime(root.resolve("usr/bin/java")))
        .isEqualTo(FileTime.from(DATE));
  }

  @Test
  void laterLayersReplaceAndRemove() throws IOException {
    add(layer().file("a/old", "old", 0644).file("b/one", "1", 0644).file("c/one", "1", 0644));
    add(
        layer()
            .file("a/old", "new", 0644)
            .file("b/.wh.one", "", 0644)
            .file("c/.wh..wh..opq", "", 0644)
            .file("c/two", "2", 0644));

    assertThat(root.resolve("a/old")).hasContent("new");
    assertThat(root.resolve("b")).isEmptyDirectory();
    assertThat(root.resolve("c"))
        .isDirectoryNotContaining("glob:**one")
        .isDirectoryContaining("glob:**two");
  }

  @Test
  void absoluteLinksLeadToTheImagesOwnFilesForProgramsOutside() throws IOException {
    add(
        layer()
            .file("etc/java/jvm.cfg", "-server KNOWN", 0644)
            .link("usr/lib/jvm/lib/jvm.cfg", "/etc/java/jvm.cfg")
            .link("usr/lib/jvm/lib/up", "../../../../../../../etc/java/jvm.cfg"));

    assertThat(root.resolve("usr/lib/jvm/lib/jvm.cfg")).hasContent("-server KNOWN");
    assertThat(root.resolve("usr/lib/jvm/lib/up")).hasContent("-server KNOWN");
  }

  @Test
  void filesGoThroughLinkedFoldersAndNeverOutOfTheRoot() throws IOException {
    add(layer().link("bin", "usr/bin").link("out", "/../../.."));
    add(layer().file("bin/tool", "tool", 0755).file("out/escaped", "x", 0644));

    assertThat(root.resolve("usr/bin/tool")).hasContent("tool");
    assertThat(root.resolve("escaped")).exists();
    assertThat(outside.resolve("escaped")).doesNotExist();
    assertThatThrownBy(() -> add(layer().file("a/..", "x", 0644))).isInstanceOf(IOException.class);
  }

  @Test
  void findsAProgramAsAShellInTheContainerWould() throws IOException {
    add(
        layer()
            .file("opt/jvm/bin/java", "java", 0755)
            .link("etc/alternatives/java", "/opt/jvm/bin/java")
            .link("usr/bin/java", "/etc/alternatives/java")
            .file("usr/local/bin/java", "not runnable", 0644)
            .link("sbin/java", "/sbin/java"));

    assertThat(unpacking.files().program("java", "/nowhere:/usr/local/bin:/usr/bin"))
        .contains(root.resolve("opt/jvm/bin/java"));
    assertThat(unpacking.files().program("java", "/bin")).isEmpty();
    assertThatThrownBy(() -> unpacking.files().program("java", "/sbin"))
        .hasMessageContaining("circle");
  }

  @Test
  void anUnknownCompressionIsNamed() {
    assertThatThrownBy(
            () ->
                unpacking.add(
                    new ByteArrayInputStream(new byte[0]),
                    "application/vnd.oci.image.layer.v1.tar+zstd"))
        .hasMessageContaining("tar+zstd");
  }

  private void add(Layer layer) throws IOException {
    unpacking.add(
        new ByteArrayInputStream(layer.bytes()), "application/vnd.oci.image.layer.v1.tar");
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
  }

  private static Layer layer() {
    return new Layer();
  }

  private static final class Layer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    Layer file(String name, String content, int mode) throws IOException {
      byte[] data = content.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(data.length);
      entry.setMode(mode);
      entry.setModTime(Date.from(DATE));
      tar.putArchiveEntry(entry);
      tar.write(data);
      tar.closeArchiveEntry();
      return this;
    }

    Layer link(String name, String target) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      tar.close();
      return bytes.toByteArray();
    }
  }
}
