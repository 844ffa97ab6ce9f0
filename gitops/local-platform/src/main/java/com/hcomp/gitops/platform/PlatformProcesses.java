package com.hcomp.gitops.platform;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.cluster.ControlPlane;
import com.hcomp.gitops.platform.process.ProcessFigures;
import com.hcomp.gitops.platform.process.ProcessList;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.report.Sizes;
import com.hcomp.gitops.report.TextTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The platform's processes as they were found: those that run, those that ended, and those that
 * were not started. Pods run beside them and are not among them.
 *
 * @param logs the folder with one log for each
 * @param processes in the order in which they are started
 */
public record PlatformProcesses(Path logs, List<ProcessFigures> processes) {
  private static final String NOTHING = "-";

  public PlatformProcesses {
    processes = List.copyOf(processes);
  }

  /** Looks at the platform with these settings, running or not; changes nothing. */
  public static PlatformProcesses of(PlatformSettings settings) {
    Layout layout = new Layout(settings.home());
    List<ProcessFigures> found = new ProcessList(layout.local()).read(expected(layout, settings));
    return new PlatformProcesses(layout.local().resolve("logs"), found);
  }

  private static List<String> expected(Layout layout, PlatformSettings settings) {
    List<String> clusters;
    try {
      clusters =
          List.copyOf(
              ClusterNumbers.load(layout.clusters(), settings.network()).numbers().keySet());
    } catch (ProblemException e) {
      clusters = List.of(); // up says what is wrong with it; what was started is shown all the same
    }
    return clusters.isEmpty() ? List.of() : names(clusters);
  }

  /** What runs for these clusters. */
  static List<String> names(List<String> clusters) {
    List<String> names =
        new ArrayList<>(List.of("etcd", "registry", "registry-for-nodes", "redis"));
    names.add("kube-apiserver-" + ControlPlane.HUB);
    List<String> parts =
        List.of(
            "kube-apiserver-",
            "kube-controller-manager-",
            "kube-scheduler-",
            "containerd-",
            "kubelet-",
            "kube-proxy-",
            "coredns-",
            "traefik-");
    for (String cluster : clusters) {
      parts.forEach(part -> names.add(part + cluster));
    }
    for (String part :
        List.of("repo-server", "server", "application-controller", "applicationset-controller")) {
      names.add("argocd-" + part);
    }
    return names;
  }

  /** How many run. */
  public int running() {
    return (int) processes.stream().filter(ProcessFigures::running).count();
  }

  /** Whether all that should run does. */
  public boolean areWhole() {
    return !processes.isEmpty() && running() == processes.size();
  }

  /** For machines: {@code {"running","processes":[...],"memoryBytes","cpuSeconds","logs"}}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("running", running() > 0);
    json.put("processes", processes.stream().map(ProcessFigures::json).toList());
    json.put("memoryBytes", memory());
    json.put("cpuSeconds", cpu().toSeconds());
    json.put("logs", logs.toString());
    return json;
  }

  /**
   * For people: a process a line, their sum, and where the logs are; or that none runs.
   *
   * @param maven how the user runs Maven
   */
  public String text(Clock clock, String maven) {
    if (processes.stream().allMatch(each -> each.state() == ProcessFigures.State.NOT_STARTED)) {
      return "  The local platform is down: none of its processes runs. Start it:\n  "
          + maven
          + " gitops:up\n";
    }
    TextTable table =
        new TextTable(List.of("PROCESS", "STATE", "PID", "MEMORY", "CPU", "UP", "LOG"));
    for (ProcessFigures each : processes) {
      table.row(
          List.of(
              each.name(),
              each.label(),
              each.pid().map(Object::toString).orElse(NOTHING),
              each.memory().map(Sizes::text).orElse(NOTHING),
              each.cpu().map(Durations::twoUnits).orElse(NOTHING),
              up(each, clock),
              each.log().getFileName().toString()));
    }
    table.row(
        List.of(
            "all " + processes.size(),
            running() + " running",
            "",
            Sizes.text(memory()),
            Durations.twoUnits(cpu()),
            "",
            ""));
    String mend =
        areWhole()
            ? ""
            : "\n  What doesn't run is started by this, and the rest left alone:\n  "
                + maven
                + " gitops:up\n";
    return table.text() + "\n  Logs: " + logs + "\n" + mend;
  }

  private static String up(ProcessFigures each, Clock clock) {
    return each.since()
        .filter(since -> each.running())
        .map(since -> Durations.twoUnits(Duration.between(since, clock.instant())))
        .orElse(NOTHING);
  }

  /** What all of them have of the machine's memory, in bytes. */
  public long memory() {
    return processes.stream()
        .map(ProcessFigures::memory)
        .flatMap(Optional::stream)
        .mapToLong(each -> each)
        .sum();
  }

  private Duration cpu() {
    return processes.stream()
        .map(ProcessFigures::cpu)
        .flatMap(Optional::stream)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
