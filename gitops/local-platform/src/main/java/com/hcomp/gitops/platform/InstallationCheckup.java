package com.hcomp.gitops.platform;

import com.hcomp.gitops.doctor.Finding;
import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.process.ProcessFigures;
import com.hcomp.gitops.platform.programs.Programs;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.report.Sizes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at the local platform on this machine, running or not.
 *
 * @param settings of the platform
 * @param maven how the user runs Maven
 */
public record InstallationCheckup(PlatformSettings settings, String maven) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** All of it; one that can't be looked at doesn't keep it from the others. */
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(Finding.look("home", Level.WRONG, () -> List.of(home())));
    findings.addAll(Finding.look("programs", Level.WARNING, this::programs));
    findings.addAll(Finding.look("processes", Level.WRONG, () -> List.of(processes())));
    facts()
        .ifPresent(
            facts -> findings.addAll(Finding.look("clusters", Level.WRONG, () -> clusters(facts))));
    findings.addAll(
        Finding.look(
            "certificates",
            Level.WRONG,
            () ->
                new CertificateCheckup(layout().local(), Clock.systemUTC(), maven)
                    .look().stream().toList()));
    return List.copyOf(findings);
  }

  /** What runs; empty if the platform is down. */
  public Optional<PlatformFacts> facts() {
    return LocalPlatform.of(settings, Report.silent()).facts();
  }

  /** The Git repository that the platform's Argo CD follows; it may not be there yet. */
  public Path repository() {
    return layout().git();
  }

  private Finding home() {
    Path home = settings.home();
    if (!Files.exists(home)) {
      return Finding.ok("home", home + ": nothing is kept there yet");
    }
    return Files.isWritable(home)
        ? Finding.ok("home", home.toString())
        : Finding.wrong(
            "home",
            home + " can't be written to by " + System.getProperty("user.name"),
            "Choose a folder of your own:\n" + maven + " gitops:up -Dgitops.home=<folder>");
  }

  private List<Finding> programs() {
    Programs programs = new Programs(settings.home(), settings.programs(), Report.silent());
    Optional<String> pending = programs.pending();
    List<Problem> problems = pending.isEmpty() ? List.of() : programs.problems();
    List<Finding> findings =
        new ArrayList<>(
            Finding.of("programs", Level.WARNING, problems, pending.orElse("all are built")));
    List<Path> damaged = programs.damaged();
    if (!damaged.isEmpty()) {
      findings.add(
          Finding.warning(
              "programs",
              names(damaged) + ": not what was built; the disk may be failing",
              "Set it aside and make it anew:\n" + maven + " gitops:up"));
    }
    List<Path> setAside = programs.setAside();
    if (!setAside.isEmpty()) {
      findings.add(setAside(setAside));
    }
    List<Path> unused = programs.unused();
    if (!unused.isEmpty()) {
      findings.add(unused(unused));
    }
    return findings;
  }

  private static Finding setAside(List<Path> folders) {
    return Finding.warning(
        "programs",
        names(folders) + ": was found damaged, and made anew",
        "If it comes again, look at the disk. What there was is in the way of nothing:\nrm -r "
            + folders.get(0).getParent());
  }

  private static String names(List<Path> folders) {
    return folders.stream()
        .map(folder -> folder.getFileName().toString())
        .collect(Collectors.joining(", "));
  }

  private static Finding unused(List<Path> folders) {
    return Finding.warning(
        "programs",
        Sizes.text(folders.stream().mapToLong(Folders::size).sum()) + " are of other versions",
        "If no other checkout uses them, remove them:\nrm -r "
            + folders.stream().map(Path::toString).collect(Collectors.joining(" ")));
  }

  private Finding processes() {
    PlatformProcesses found = PlatformProcesses.of(settings);
    if (found.processes().stream()
        .allMatch(each -> each.state() == ProcessFigures.State.NOT_STARTED)) {
      return Finding.ok("processes", "the platform is down; `" + maven + " gitops:up` starts it");
    }
    if (found.areWhole()) {
      return Finding.ok(
          "processes", found.running() + " run, with " + Sizes.text(found.memory()) + " of memory");
    }
    String gone =
        found.processes().stream()
            .filter(each -> !each.running())
            .map(each -> each.name() + " (" + each.label() + ")")
            .collect(Collectors.joining(", "));
    return Finding.wrong(
        "processes",
        gone + ": not running; the logs are in " + found.logs(),
        "Start what is missing; the rest is left alone:\n" + maven + " gitops:up");
  }

  private List<Finding> clusters(PlatformFacts facts) {
    Map<String, Path> kubeconfigs = new LinkedHashMap<>();
    kubeconfigs.put("hub", facts.hubKubeconfig());
    facts.clusters().forEach((name, cluster) -> kubeconfigs.put(name, cluster.kubeconfig()));
    List<String> ready = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    kubeconfigs.forEach(
        (name, kubeconfig) -> {
          Command.Result answer =
              Command.of(facts.kubectl().toString(), "--kubeconfig", kubeconfig.toString())
                  .and("--request-timeout=5s", "get", "--raw", "/readyz")
                  .run(PATIENCE);
          if (answer.exitStatus() == 0) {
            ready.add(name);
          } else {
            findings.add(silent(name, answer.errors().strip(), facts.logs()));
          }
        });
    if (!ready.isEmpty()) {
      findings.add(0, Finding.ok("clusters", String.join(", ", ready) + ": API server is ready"));
    }
    return findings;
  }

  private Finding silent(String cluster, String said, Path logs) {
    return Finding.wrong(
        "clusters",
        cluster + ": its API server isn't ready: " + said,
        "Its log says why; start what is missing:\n"
            + "tail "
            + logs.resolve("kube-apiserver-" + cluster + ".log")
            + "; "
            + maven
            + " gitops:up");
  }

  private Layout layout() {
    return new Layout(settings.home());
  }
}
