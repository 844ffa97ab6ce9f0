package com.hcomp.gitops.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.registry.ImageContent;
import com.hcomp.gitops.registry.ImageReader;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are made are tested with the image that they go into: ImageIT. */
class StartupArchiveTest {
  @TempDir Path folder;

  @Test
  void anImageForAnotherMachineStartsWithoutAnArchive() {
    ImageContent content = new ImageContent(Digest.of("base"), "arm64", new TreeMap<>(), List.of());
    Registry registry = new Registry(new RegistryAddress("localhost:1/never-asked"));
    BaseImage base = new BaseImage(new ImageReader(registry), "jre", content);
    ServiceFiles service =
        new ServiceFiles(
            List.of(Path.of("/m2/a-1.jar")),
            Path.of("target/app-1.jar"),
            "com.example.Main",
            List.of("-XX:+UseSerialGC"));
    StartupArchive archive =
        new StartupArchive(service, "train", folder.resolve("cache"), folder.resolve("scratch"));

    StartupArchive.Origin origin =
        archive.write(base, folder.resolve("startup"), "start", "linux/amd64");

    assertThat(origin)
        .isEqualTo(
            new StartupArchive.Origin.None(
                "the base image is for linux/arm64, and this is linux/amd64"));
    assertThat(folder.resolve("startup")).isDirectoryNotContaining("glob:**.jsa");
    assertThat(folder.resolve("startup/arguments"))
        .hasContent("-XX:+UseSerialGC\n-cp\nlibs/a-1.jar:classpath/app-1.jar\ncom.example.Main\n");
  }
}
