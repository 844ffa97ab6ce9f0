package com.hcomp.gitops.platform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.state.AtomicFile;
import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path home;
  private Processes processes;

  @BeforeEach
  void setUp() throws IOException {
    home = home.toRealPath();
    processes = new Processes(home);
  }

  @AfterEach
  void stopAll() {
    processes.stopMarked(PATIENCE);
  }

  @Test
  void startsOnceAndIsFoundByALaterRun() {
    assertThat(processes.ensure(sleeper("600"))).isTrue();

    Processes later = new Processes(home);
    assertThat(later.ensure(sleeper("600"))).isFalse();
    assertThat(later.states())
        .singleElement()
        .satisfies(state -> assertThat(state.running()).isTrue());
  }

  @Test
  void startsAnewWhatIsToRunOtherwise() {
    processes.ensure(sleeper("600"));
    long before = processes.states().get(0).pid();

    assertThat(processes.ensure(sleeper("601"))).isTrue();

    assertThat(ProcessTable.identify(before)).isEmpty();
    assertThat(processes.states().get(0).pid()).isNotEqualTo(before);
  }

  @Test
  void startsAnewWhenAFileThatItReadsChanges() throws IOException {
    Path config = Files.writeString(home.resolve("config"), "one");
    processes.ensure(sleeper("600").reading(config));
    Files.writeString(config, "two");

    assertThat(processes.ensure(sleeper("600").reading(config))).isTrue();
  }

  @Test
  void startsAnewWhatRunsAProgramThatWasReplaced() throws IOException {
    Path program = home.resolve("programs/sleeper-1/sleep");
    install(program);
    ProcessSpec spec = ProcessSpec.of("sleeper", List.of(program.toString(), "600"));
    processes.ensure(spec);
    awaitProgram(program);
    assertThat(processes.ensure(spec)).isFalse();

    Folders.setAside(home.resolve("programs/sleeper-1"));
    install(program);
    assertThat(processes.ensure(spec)).as("set aside").isTrue();
    awaitProgram(program);

    Files.delete(program);
    install(program);
    assertThat(processes.ensure(spec)).as("deleted").isTrue();
  }

  @Test
  void neverStopsAnotherProcessThatGotTheNumber() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      AtomicFile.secret(home.resolve("run/sleeper.json"))
          .write(
              """
              {"name": "sleeper", "pid": %d, "startTicks": 1, "boot": "%s",
               "fingerprint": "", "since": "2026-01-01T00:00:00Z"}
              """
                  .formatted(stranger.pid(), ProcessRecord.currentBoot()));
      assertThat(processes.alive("sleeper")).isFalse();

      processes.stop(List.of("sleeper"), PATIENCE);
      processes.stopMarked(PATIENCE);

      assertThat(stranger.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void stopsWhatItStartedEvenIfTheRecordIsLostOrDamaged() throws IOException {
    processes.ensure(sleeper("600"));
    long pid = processes.states().get(0).pid();
    Files.writeString(home.resolve("run/sleeper.json"), "{\"name\": \"sle");

    assertThat(processes.states()).isEmpty();
    processes.stop(List.of("sleeper"), PATIENCE);

    assertThat(ProcessTable.identify(pid)).isEmpty();
  }

  @Test
  void setsADamagedRecordAsideAndEndsItsProcess() throws IOException {
    processes.ensure(sleeper("600"));
    long pid = pid();
    Files.writeString(home.resolve("run/sleeper.json"), "");

    assertThat(processes.setAsideDamagedRecords())
        .containsExactly(home.resolve("run/set-aside/sleeper.json"));
    assertThat(processes.setAsideDamagedRecords()).isEmpty();
    processes.stopUnrecorded();

    assertThat(ProcessTable.identify(pid)).isEmpty();
    assertThat(processes.ensure(sleeper("600"))).isTrue();
  }

  @Test
  void endsWhatDoesNotEndWhenAsked() {
    processes.ensure(
        ProcessSpec.of(
            "deaf", List.of("sh", "-c", "trap '' TERM; echo set; sleep 600 & wait; wait")));
    // Once its child runs, the trap is set.
    processes.await("deaf", PATIENCE, () -> processes.marked().size() == 2);
    long pid = processes.states().get(0).pid();

    processes.stop(List.of("deaf"), Duration.ofMillis(200));

    assertThat(ProcessTable.identify(pid)).isEmpty();
    assertThat(processes.marked()).isEmpty();
  }

  @Test
  void reportsAtOnceThatAProcessDied() {
    processes.ensure(ProcessSpec.of("broken", List.of("sh", "-c", "echo cannot bind; exit 3")));

    assertThatThrownBy(() -> processes.await("broken", Duration.ofMinutes(1), () -> false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("PROCESS-DIED  broken ended with exit status 3.")
        .hasMessageContaining("| cannot bind")
        .hasMessageContaining("broken.log");
  }

  @Test
  void givesUpOnAProcessThatNeverAnswers() {
    processes.ensure(sleeper("600"));

    assertThatThrownBy(() -> processes.await("sleeper", Duration.ofMillis(100), () -> false))
        .hasMessageContaining("PROCESS-NOT-READY");
  }

  @Test
  void aProcessGetsNothingOfOurEnvironmentButWhatItIsGiven() {
    processes.ensure(sleeper("600"));

    assertThat(ProcessTable.environment(processes.states().get(0).pid()))
        .allMatch(entry -> entry.startsWith("PATH=") || entry.startsWith("HCOMP_"));
  }

  private long pid() {
    return processes.states().get(0).pid();
  }

  /** Until a process runs its program, it is still what starts it. */
  private void awaitProgram(Path program) {
    processes.await(
        "sleeper", PATIENCE, () -> ProcessTable.arguments(pid()).get(0).equals(program.toString()));
  }

  private static void install(Path program) throws IOException {
    Folders.make(program.resolveSibling("."));
    Files.copy(Path.of("/bin/sleep").toRealPath(), program);
  }

  private static ProcessSpec sleeper(String seconds) {
    return ProcessSpec.of("sleeper", List.of("sleep", seconds));
  }
}
