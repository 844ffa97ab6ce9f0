package com.hcomp.gitops.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.platform.process.ProcessFigures;
import com.hcomp.gitops.platform.process.ProcessFigures.State;
import com.hcomp.gitops.report.JsonOutput;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformProcessesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T15:00:00Z");
  private static final Path LOGS = Path.of("/home/x/.cache/hcomp/local/logs");

  @TempDir Path home;

  private static ProcessFigures running(String name, long pid, long megabytes, Duration cpu) {
    return new ProcessFigures(
        name,
        State.RUNNING,
        Optional.empty(),
        Optional.of(pid),
        Optional.of(megabytes << 20),
        Optional.of(cpu),
        Optional.of(NOW.minus(Duration.ofMinutes(90))),
        LOGS.resolve(name + ".log"));
  }

  private static ProcessFigures gone(String name, State state, String ending) {
    Optional<Long> pid = state == State.ENDED ? Optional.of(77L) : Optional.empty();
    return new ProcessFigures(
        name,
        state,
        Optional.of(ending).filter(text -> !text.isEmpty()),
        pid,
        Optional.empty(),
        Optional.empty(),
        pid.map(any -> NOW.minusSeconds(60)),
        LOGS.resolve(name + ".log"));
  }

  private static String text(ProcessFigures... processes) {
    return new PlatformProcesses(LOGS, List.of(processes))
        .text(Clock.fixed(NOW, ZoneOffset.UTC), "mvn -Plocal");
  }

  @Test
  void aProcessALineAndTheirSumBelow() {
    assertThat(
            text(
                running("etcd", 4711, 64, Duration.ofSeconds(250)),
                running("kubelet-stg-cluster", 4712, 1000, Duration.ofSeconds(12))))
        .isEqualTo(
            """
              PROCESS              STATE      PID   MEMORY    CPU       UP        LOG
              etcd                 running    4711  64 MiB    4 m 10 s  1 h 30 m  etcd.log
              kubelet-stg-cluster  running    4712  1000 MiB  12 s      1 h 30 m  kubelet-stg-cluster.log
              all 2                2 running        1.0 GiB   4 m 22 s

              Logs: /home/x/.cache/hcomp/local/logs
            """);
  }

  @Test
  void whatDoesNotRunSaysHowItEndedAndHowToStartIt() {
    assertThat(
            text(
                running("etcd", 4711, 64, Duration.ofSeconds(250)),
                gone("redis", State.ENDED, "signal 9"),
                gone("registry", State.ENDED, ""),
                gone("argocd-server", State.NOT_STARTED, "")))
        .isEqualTo(
            """
              PROCESS        STATE        PID   MEMORY  CPU       UP        LOG
              etcd           running      4711  64 MiB  4 m 10 s  1 h 30 m  etcd.log
              redis          signal 9     77    -       -         -         redis.log
              registry       ended        77    -       -         -         registry.log
              argocd-server  not started  -     -       -         -         argocd-server.log
              all 4          1 running          64 MiB  4 m 10 s

              Logs: /home/x/.cache/hcomp/local/logs

              What doesn't run is started by this, and the rest left alone:
              mvn -Plocal gitops:up
            """);
  }

  @Test
  void aPlatformThatIsDownSaysSo() {
    String down =
        "  The local platform is down: none of its processes runs. Start it:\n"
            + "  mvn -Plocal gitops:up\n";
    assertThat(text(gone("etcd", State.NOT_STARTED, ""))).isEqualTo(down);
    assertThat(text()).isEqualTo(down);
  }

  @Test
  void whatWasNeverStartedIsNothing() {
    PlatformSettings settings =
        new PlatformSettings(home, Optional.empty(), 45000, 45100, PlatformSettings.NETWORK);
    assertThat(PlatformProcesses.of(settings).processes()).isEmpty();
  }

  @Test
  void theClustersThatWereMadeTellWhatShouldRun() {
    Layout layout = new Layout(home);
    ClusterNumbers.load(layout.clusters(), PlatformSettings.NETWORK)
        .with(List.of("stg-cluster"))
        .save(layout.clusters());
    PlatformSettings settings =
        new PlatformSettings(home, Optional.empty(), 45000, 45100, PlatformSettings.NETWORK);
    assertThat(PlatformProcesses.of(settings).processes())
        .extracting(ProcessFigures::name)
        .startsWith("etcd")
        .contains("kube-apiserver-hub", "kubelet-stg-cluster", "traefik-stg-cluster")
        .hasSize(17);
    assertThat(PlatformProcesses.of(settings).processes())
        .allMatch(each -> each.state() == State.NOT_STARTED);
  }

  @Test
  void machinesGetTheFigures() {
    PlatformProcesses processes =
        new PlatformProcesses(
            LOGS,
            List.of(
                running("etcd", 4711, 64, Duration.ofSeconds(250)),
                gone("redis", State.NOT_STARTED, "")));
    assertThat(new JsonOutput().text(processes.json()))
        .isEqualTo(
            """
            {
              "running" : true,
              "processes" : [
                {
                  "name" : "etcd",
                  "state" : "running",
                  "ending" : null,
                  "pid" : 4711,
                  "memoryBytes" : 67108864,
                  "cpuSeconds" : 250,
                  "since" : "2026-01-02T13:30:00Z",
                  "log" : "/home/x/.cache/hcomp/local/logs/etcd.log"
                },
                {
                  "name" : "redis",
                  "state" : "not-started",
                  "ending" : null,
                  "pid" : null,
                  "memoryBytes" : null,
                  "cpuSeconds" : null,
                  "since" : null,
                  "log" : "/home/x/.cache/hcomp/local/logs/redis.log"
                }
              ],
              "memoryBytes" : 67108864,
              "cpuSeconds" : 250,
              "logs" : "/home/x/.cache/hcomp/local/logs"
            }""");
  }
}
