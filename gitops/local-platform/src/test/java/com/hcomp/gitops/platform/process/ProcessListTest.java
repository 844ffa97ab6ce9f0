package com.hcomp.gitops.platform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.hcomp.gitops.platform.process.ProcessFigures.State;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessListTest {
  @TempDir Path home;
  private Processes processes;

  @BeforeEach
  void setUp() throws IOException {
    home = home.toRealPath();
    processes = new Processes(home);
  }

  @AfterEach
  void stopAll() {
    processes.stopMarked(Duration.ofSeconds(5));
  }

  @Test
  void whatRunsHasFigures() {
    processes.ensure(ProcessSpec.of("sleeper", List.of("sleep", "600")));
    ProcessFigures found = new ProcessList(home).read(List.of("sleeper")).get(0);
    assertThat(found.state()).isEqualTo(State.RUNNING);
    assertThat(found.label()).isEqualTo("running");
    assertThat(found.memory().orElseThrow()).isPositive();
    assertThat(found.cpu()).isPresent();
    assertThat(found.since().orElseThrow()).isBeforeOrEqualTo(Instant.now());
    assertThat(found.log()).isEqualTo(processes.logs().resolve("sleeper.log"));
  }

  @Test
  void whatShouldRunComesFirstAndInThisOrder() {
    processes.ensure(ProcessSpec.of("another", List.of("sleep", "600")));
    processes.ensure(ProcessSpec.of("sleeper", List.of("sleep", "600")));
    assertThat(new ProcessList(home).read(List.of("etcd", "sleeper")))
        .extracting(ProcessFigures::name, ProcessFigures::state)
        .containsExactly(
            tuple("etcd", State.NOT_STARTED),
            tuple("sleeper", State.RUNNING),
            tuple("another", State.RUNNING));
  }

  @Test
  void anEndIsToldWhileTheKernelKnowsIt() throws Exception {
    // Sleep has taken the shell's place, and never asks for its child's end.
    Process parent =
        new ProcessBuilder("sh", "-c", "sh -c 'echo $$; exec sleep 600' & exec sleep 600").start();
    try {
      long child = Long.parseLong(parent.inputReader().readLine().strip());
      ProcessTable.Identity identity = ProcessTable.identify(child).orElseThrow();
      assertThat(ProcessTable.ending(identity)).isEmpty();
      identity.kill();
      Instant end = Instant.now().plusSeconds(10);
      while (identity.alive() && Instant.now().isBefore(end)) {
        Thread.onSpinWait();
      }
      assertThat(ProcessTable.ending(identity)).hasValue("signal 9");
      assertThat(ProcessTable.ending(new ProcessTable.Identity(child, 1))).isEmpty();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void ofAnEndThatNobodyKnowsItSaysNoMore() {
    AtomicFile.secret(home.resolve("run/sleeper.json"))
        .write(
            new ProcessRecord(
                    "sleeper",
                    new ProcessTable.Identity(ProcessHandle.current().pid(), 1),
                    ProcessRecord.currentBoot(),
                    "x",
                    Instant.EPOCH)
                .json());
    ProcessFigures found = new ProcessList(home).read(List.of()).get(0);
    assertThat(found.state()).isEqualTo(State.ENDED);
    assertThat(found.label()).isEqualTo("ended");
    assertThat(found.memory()).isEqualTo(Optional.empty());
  }
}
