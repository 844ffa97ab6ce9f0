package com.hcomp.gitops.platform;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.cluster.Cgroups;
import com.hcomp.gitops.platform.image.JavaRuntime;
import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.process.ProcessState;
import com.hcomp.gitops.platform.process.Processes;
import com.hcomp.gitops.platform.programs.Catalogue;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.programs.Programs;
import com.hcomp.gitops.platform.state.Disk;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.platform.state.HomeLock;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Real Kubernetes clusters, Argo CD, an OCI registry and Git on this machine. What is started
 * outlives this process; every method finds it again.
 */
public final class LocalPlatform {
  private static final String TOPIC = "platform";

  private final PlatformSettings settings;
  private final Report report;
  private final Layout layout;
  private final Processes processes;

  private LocalPlatform(PlatformSettings settings, Report report) {
    this.settings = settings;
    this.report = report;
    this.layout = new Layout(realPath(settings.home()));
    this.processes = new Processes(layout.local());
  }

  /** The platform with these settings, running or not. */
  public static LocalPlatform of(PlatformSettings settings, Report report) {
    return new LocalPlatform(settings, report);
  }

  /**
   * Starts whatever does not run. Clusters that were started before are kept, though they are not
   * named now.
   *
   * @param clusters their names, as Argo CD is to know them
   * @throws ProblemException with all that is missing, before anything is started; or with what
   *     went wrong at start
   */
  public PlatformFacts up(List<String> clusters) {
    try {
      return start(clusters);
    } catch (ProblemException | CommandFailed | UncheckedIOException e) {
      throw explained(e);
    }
  }

  private PlatformFacts start(List<String> clusters) {
    Instant start = Instant.now();
    try (HomeLock lock = lock("gitops:up")) {
      Plan plan = plan(clusters);
      boolean wasUp = facts().isPresent();
      if (!wasUp) {
        report.step(TOPIC, describe(plan));
      }
      Folders.make(layout.local());
      processes.cutLogs();
      plan.numbers().save(layout.clusters());
      ProgramSet set = plan.programs().all();
      LastUp now = LastUp.of(set, settings);
      LastUp.read(layout.lastUp()).ifPresent(before -> change(before, now, plan));
      Parts parts =
          new Parts(
              layout,
              plan.network().plan(),
              plan.ports(),
              plan.numbers(),
              set,
              settings.otherRegistry());
      Startup startup = new Startup(parts, processes, plan.network(), new Cgroups(layout.prefix()));
      PlatformFacts facts = startup.run();
      layout.facts().write(facts);
      now.write(layout.lastUp());
      tell(startup.started(), wasUp, start);
      return facts;
    }
  }

  /**
   * Builds the programs that are missing, all at once, for they share much of what they are made
   * of. Starts nothing.
   *
   * @param clusters those that will be started
   * @throws ProblemException with all that would keep the platform from starting
   */
  public void prepare(List<String> clusters) {
    try (HomeLock lock = lock("gitops:programs")) {
      Plan plan = plan(clusters);
      if (plan.programs().pending().isPresent()) {
        report.step(TOPIC, describe(plan));
        plan.programs().all();
      }
    } catch (ProblemException | CommandFailed | UncheckedIOException e) {
      throw explained(e);
    }
  }

  /** What is to be started, and with what, once nothing keeps it from that any more. */
  private record Plan(
      ClusterNumbers numbers, HostNetwork network, PortPlan ports, Programs programs) {}

  private HomeLock lock(String goal) {
    new Preflight().machine().home(layout.home()).check();
    return HomeLock.take(layout.lock(), goal, report);
  }

  private Plan plan(List<String> clusters) {
    NetworkPlan addresses = NetworkPlan.parse(settings.network());
    PortPlan ports = portPlan();
    ClusterNumbers numbers =
        ClusterNumbers.load(layout.clusters(), addresses.range().toString()).with(clusters);
    HostNetwork network = new HostNetwork(layout.prefix(), addresses);
    Programs programs = new Programs(layout.home(), settings.programs(), report);
    for (Path record : processes.setAsideDamagedRecords()) {
      report.warning(
          TOPIC, "STATE-UNREADABLE  damaged: " + record + "; its process is started anew");
    }
    processes.stopUnrecorded();
    new Preflight()
        .folders(layout, numbers.numbers().keySet())
        .disk(layout.home(), programs.roomToBuild())
        .add(programs.problems())
        .add(Cgroups.problem().stream().toList())
        .add(JavaRuntime.current().problem().stream().toList())
        .ports(ports, Parts.apiServers(numbers), running())
        .addresses(network)
        .check();
    return new Plan(numbers, network, ports, programs);
  }

  private void change(LastUp before, LastUp now, Plan plan) {
    new Preflight().add(before.refusals(now)).check();
    before.changesTo(now).forEach(line -> report.step(TOPIC, "since the last up: " + line));
    if (before.changesPorts(now)) {
      // One may get the port that another still has: all of them must have gone first.
      List<String> listening =
          new ArrayList<>(plan.ports().listeners(Parts.apiServers(plan.numbers())).values());
      listening.add("registry-for-nodes");
      processes.stop(listening, Duration.ofSeconds(5));
    }
  }

  /** What runs; empty if the platform was never started, or is down. */
  public Optional<PlatformFacts> facts() {
    return layout
        .facts()
        .read()
        .filter(facts -> processes().stream().anyMatch(ProcessState::running));
  }

  /**
   * Stops everything, and leaves no process, mount, namespace, link, route or cgroup, from whatever
   * state it finds.
   *
   * @param purge whether clusters, images and Git are thrown away, too
   * @throws ProblemException if something could not be removed
   */
  public void down(boolean purge) {
    try {
      stop(purge);
    } catch (ProblemException | CommandFailed | UncheckedIOException e) {
      throw explained(e);
    }
  }

  private void stop(boolean purge) {
    if (!Files.exists(layout.local())) {
      report.step(TOPIC, "down already: there is nothing in " + layout.local());
      return;
    }
    List<Problem> problems = new ArrayList<>();
    Preflight.root(problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    Instant start = Instant.now();
    try (HomeLock lock = HomeLock.take(layout.lock(), "gitops:down", report)) {
      HostNetwork network = new HostNetwork(layout.prefix(), NetworkPlan.parse(settings.network()));
      new Shutdown(layout, processes, network, new Cgroups(layout.prefix())).run();
      if (purge) {
        Folders.delete(layout.local());
      }
      report.step(
          TOPIC,
          "down in "
              + Durations.exact(Duration.between(start, Instant.now()))
              + (purge
                  ? "; clusters, images and Git are gone"
                  : "; clusters, images and Git are kept"));
    }
  }

  /** The folder with one log for each process. */
  public Path logs() {
    return processes.logs();
  }

  /** Every process that was started and not stopped, running or not. */
  public List<ProcessState> processes() {
    return processes.states();
  }

  /** The numbers of those that run. */
  List<Long> running() {
    return processes().stream().filter(ProcessState::running).map(ProcessState::pid).toList();
  }

  /** Cuts the logs that got too long, of processes that run. */
  public void cutLogs() {
    processes.cutLogs();
  }

  /** Names a full disk, whatever it was that stumbled over it. */
  private RuntimeException explained(RuntimeException failure) {
    boolean named =
        failure instanceof ProblemException found
            && found.problems().stream().anyMatch(one -> one.code().equals("DISK-FULL"));
    if (!named && Disk.isFull(failure)) {
      Problem full = Disk.full(layout.home(), String.valueOf(failure.getMessage()));
      return new ProblemException(List.of(full), failure);
    }
    return failure instanceof CommandFailed failed ? commandFailed(failed) : failure;
  }

  private static ProblemException commandFailed(CommandFailed failure) {
    Command.Result result = failure.result();
    return new ProblemException(
        List.of(
            new Problem(
                "COMMAND-FAILED",
                "`"
                    + String.join(" ", result.command().arguments())
                    + "` ended with exit status "
                    + result.exitStatus()
                    + ".",
                result.errors().lines().map(line -> "| " + line).toList(),
                "Mend the cause, clear away what is left, and try again:\n"
                    + "mvn gitops:down gitops:up")),
        failure);
  }

  private void tell(List<String> started, boolean wasUp, Instant start) {
    String time = Durations.exact(Duration.between(start, Instant.now()));
    if (wasUp && started.isEmpty()) {
      report.step(TOPIC, "up already");
    } else if (wasUp) {
      report.step(TOPIC, "up in " + time + "; started again: " + String.join(", ", started));
    } else {
      report.step(TOPIC, "up in " + time + "; kubeconfigs, logins, logs: " + layout.local());
    }
  }

  private static String describe(Plan plan) {
    int clusters = plan.numbers().numbers().size();
    return clusters
        + (clusters == 1 ? " cluster" : " clusters")
        + ", Argo CD "
        + Catalogue.argoCdVersion()
        + ", registry, Git"
        + plan.programs().pending().map(work -> "; " + work).orElse("");
  }

  private PortPlan portPlan() {
    try {
      return new PortPlan(settings.firstPort(), settings.registryPort());
    } catch (IllegalArgumentException e) {
      throw new Problem(
              "BAD-PORT",
              e.getMessage() + ".",
              "Choose others:\n"
                  + "mvn gitops:up -Dgitops.firstPort="
                  + PlatformSettings.FIRST_PORT
                  + " -Dgitops.registryPort="
                  + PlatformSettings.REGISTRY_PORT)
          .asException();
    }
  }

  private static Path realPath(Path home) {
    try {
      return Files.exists(home) ? home.toRealPath() : home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
