package com.hcomp.gitops.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.image.StartupArchive.Origin;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.registry.ImageContent;
import com.hcomp.gitops.registry.ImageReader;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupArchiveTest {
  private static final String HERE = "linux/amd64";
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T00:00:00Z"));

  @TempDir Path folder;
  private Path image;
  private Path archive;
  private Path arguments;

  @BeforeEach
  void keepAnArchive() throws IOException {
    image = folder.resolve("image");
    archive = image.resolve("classes.jsa");
    arguments = image.resolve("arguments");
    Path kept = service("-Xmx64m").kept(base());
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "classes");
    Files.setLastModifiedTime(kept, LONG_AGO);
  }

  /** Else Jib would compress the layer at every change of the code. */
  @Test
  void whatIsAsBeforeKeepsItsTime() throws IOException {
    service("-Xmx64m").write(base(), image, "start", HERE);
    Files.setLastModifiedTime(arguments, LONG_AGO);

    Origin again = service("-Xmx64m").write(base(), image, "start", HERE);

    assertThat(again).isEqualTo(new Origin.Kept("classes".length()));
    assertThat(archive).hasContent("classes");
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(arguments)).isEqualTo(LONG_AGO);
  }

  @Test
  void otherArgumentsAreWrittenAgain() throws IOException {
    service("-Xmx64m").write(base(), image, "start", HERE);
    Files.setLastModifiedTime(arguments, LONG_AGO);

    Path kept = service("-Xmx96m").kept(base());
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "other classes");
    service("-Xmx96m").write(base(), image, "start", HERE);

    assertThat(archive).hasContent("other classes");
    assertThat(arguments).content().startsWith("-Xmx96m\n-XX:SharedArchiveFile=start/classes.jsa");
    assertThat(Files.getLastModifiedTime(arguments)).isGreaterThan(LONG_AGO);
  }

  @Test
  void anArchiveFromBeforeGoesWhereItCantBeMadeAnyMore() throws IOException {
    service("-Xmx64m").write(base(), image, "start", HERE);

    Origin elsewhere = service("-Xmx64m").write(base(), image, "start", "linux/arm64");

    assertThat(elsewhere).isInstanceOf(Origin.None.class);
    assertThat(archive).doesNotExist();
    assertThat(arguments).content().doesNotContain("SharedArchiveFile");
  }

  private StartupArchive service(String flag) {
    ServiceFiles files =
        new ServiceFiles(List.of(), Path.of("app-1.0.0.jar"), "com.example.Main", List.of(flag));
    return new StartupArchive(
        files, "train", folder.resolve("archives"), folder.resolve("scratch"));
  }

  /** Nobody reads its layers where an archive is kept. */
  private static BaseImage base() {
    return new BaseImage(
        new ImageReader(new Registry(new RegistryAddress("localhost:1", true))),
        "base",
        new ImageContent(
            new Digest("sha256:" + "a".repeat(64)), "amd64", new TreeMap<>(), List.of()));
  }
}
