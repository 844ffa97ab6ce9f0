package com.hcomp.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildInformationTest {
  @TempDir Path classes;

  @Test
  void isUnknownWhereNoBuildHasRun() throws IOException {
    assertThat(read()).isEqualTo(new BuildInformation("unknown", "unknown", "unknown"));
  }

  @Test
  void isWhatTheBuildWrote() throws IOException {
    write("build.version=1.2.0\nbuild.commit=abc\nbuild.time=2026-02-03T04:05:06Z\n");

    assertThat(read()).isEqualTo(new BuildInformation("1.2.0", "abc", "2026-02-03T04:05:06Z"));
  }

  @Test
  void leavesOnlyWhatTheBuildDidNotWriteUnknown() throws IOException {
    write("build.version=1.2.0\n");

    assertThat(read()).isEqualTo(new BuildInformation("1.2.0", "unknown", "unknown"));
  }

  private void write(String properties) throws IOException {
    Path resource = classes.resolve(BuildInformation.RESOURCE);
    Files.createDirectories(resource.resolveSibling("."));
    Files.writeString(resource, properties);
  }

  private BuildInformation read() throws IOException {
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, null)) {
      return BuildInformation.read(loader);
    }
  }
}
