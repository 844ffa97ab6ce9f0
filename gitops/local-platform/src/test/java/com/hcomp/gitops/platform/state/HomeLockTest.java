package com.hcomp.gitops.platform.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HomeLockTest {
  @TempDir Path folder;

  private final BlockingQueue<String> steps = new LinkedBlockingQueue<>();

  private final Report report =
      new Report() {
        @Override
        public void step(String topic, String text) {
          steps.add(text);
        }

        @Override
        public void warning(String topic, String text) {}
      };

  @Test
  void oneRunWaitsForAnotherAndSaysForWhom() throws Exception {
    Path file = folder.resolve("lock");
    CompletableFuture<Void> second;
    try (HomeLock first = HomeLock.take(file, "gitops:up", Report.silent())) {
      second = CompletableFuture.runAsync(() -> HomeLock.take(file, "gitops:down", report).close());
      assertThat(steps.poll(10, TimeUnit.SECONDS)).startsWith("waiting for gitops:up, process ");
      assertThat(second).isNotDone();
    }
    second.get(10, TimeUnit.SECONDS);
  }

  @Test
  void saysForWhomItWaitsEvenIfThatOneHasOnlyJustBegun() throws Exception {
    Path file = Files.writeString(folder.resolve("lock"), "gitops:down, process " + ended() + "\n");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      Thread second = new Thread(() -> HomeLock.take(file, "gitops:up", report).close());
      second.start();
      while (second.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      String holder = "gitops:up, process " + ProcessHandle.current().pid();
      Files.writeString(file, holder + "\n");

      assertThat(steps.poll(30, TimeUnit.SECONDS)).isEqualTo("waiting for " + holder);
      held.release();
      second.join();
    }
    assertThat(steps).as("told once").isEmpty();
    assertThat(file).as("after the end").isEmptyFile();
  }

  @Test
  void waitsForOneThatIsNotNamedToo() throws Exception {
    Path file = Files.createFile(folder.resolve("lock"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      Thread second = new Thread(() -> HomeLock.take(file, "gitops:up", report).close());
      second.start();

      assertThat(steps.poll(30, TimeUnit.SECONDS)).isEqualTo("waiting for another run");
      held.release();
      second.join();
    }
  }

  private static long ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }
}
