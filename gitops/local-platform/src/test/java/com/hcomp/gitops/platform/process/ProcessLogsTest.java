package com.hcomp.gitops.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLogsTest {
  @TempDir Path folder;

  @Test
  void keepsTheLastWholeLinesOfALogThatGotTooLong() throws IOException {
    ProcessLogs logs = new ProcessLogs(folder, 100, 20);
    Files.writeString(logs.file("etcd"), "first line\n".repeat(10) + "second\nthird\nfourth\n");
    Files.writeString(logs.file("redis"), "short\n");

    logs.cut();

    assertThat(logs.file("etcd")).hasContent("third\nfourth\n".strip());
    assertThat(logs.file("redis")).hasContent("short");
  }

  @Test
  void whoIsWritingGoesOnAtTheNewEnd() throws IOException {
    ProcessLogs logs = new ProcessLogs(folder, 100, 20);
    try (OutputStream process =
        Files.newOutputStream(
            logs.file("etcd"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      process.write("a long line\n".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8));

      logs.cut();
      process.write("later\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    assertThat(Files.readString(logs.file("etcd"))).isEqualTo("a long line\nlater\n");
  }

  @Test
  void aLineWithoutAnEndIsNotKept() throws IOException {
    ProcessLogs logs = new ProcessLogs(folder, 100, 20);
    Files.writeString(logs.file("etcd"), "x".repeat(200));

    logs.cut();

    assertThat(logs.file("etcd")).isEmptyFile();
  }

  @Test
  void theEndOfALogIsAFewLines() throws IOException {
    ProcessLogs logs = new ProcessLogs(folder);
    assertThat(logs.end("etcd")).isEmpty();
    Files.writeString(logs.file("etcd"), "line\n".repeat(30000) + "last\n");

    assertThat(logs.end("etcd")).hasSize(15).endsWith("| line", "| last");
  }
}
