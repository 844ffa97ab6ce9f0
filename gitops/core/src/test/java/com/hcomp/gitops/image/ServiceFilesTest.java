package com.hcomp.gitops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceFilesTest {

  @Test
  void theServicesOwnJarComesLast() {
    ServiceFiles service =
        service(
            List.of(Path.of("/m2/b-2.jar"), Path.of("/m2/a-1.jar")), List.of("-XX:+UseSerialGC"));

    assertThat(service.arguments(List.of("-Xshare:auto")))
        .containsExactly(
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            "libs/b-2.jar:libs/a-1.jar:classpath/app-1.0.0.jar",
            "com.example.Main");
  }

  @Test
  void twoLibrariesOfOneNameAreRefused() {
    assertThatThrownBy(
            () -> service(List.of(Path.of("/one/a.jar"), Path.of("/other/a.jar")), List.of()))
        .hasMessageStartingWith("LIBRARY-TWICE")
        .hasMessageContaining("a.jar");
  }

  private static ServiceFiles service(List<Path> libraries, List<String> flags) {
    return new ServiceFiles(libraries, Path.of("target/app-1.0.0.jar"), "com.example.Main", flags);
  }
}
