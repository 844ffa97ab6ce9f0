package com.hcomp.gitops.platform;

import com.hcomp.gitops.doctor.Finding;
import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.cluster.Cgroups;
import com.hcomp.gitops.platform.image.JavaRuntime;
import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.programs.GoTool;
import com.hcomp.gitops.platform.programs.Programs;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.report.Report;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the machine: whether it can build, and run the local platform. Where it can't run that
 * at all, what only that needs is no more than warned of.
 *
 * @param settings of the platform
 */
public record MachineCheckup(PlatformSettings settings) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.\\d+)?");
  private static final int OLDEST_GIT_MINOR = 28;

  /** All of it; one that can't be looked at doesn't keep it from the others. */
  public List<Finding> look() {
    List<Problem> general = problems(new Preflight().machine());
    boolean linux = general.stream().noneMatch(problem -> problem.code().equals("NOT-LINUX"));
    boolean hosts = linux && general.stream().noneMatch(MachineCheckup::isNotRoot);
    Level level = hosts ? Level.WRONG : Level.WARNING;
    List<Finding> findings = new ArrayList<>(system(general, linux));
    findings.addAll(look("JDK", level, () -> java(level)));
    findings.addAll(look("Git", Level.WRONG, MachineCheckup::git));
    findings.addAll(look("Go", level, this::go));
    MachineFigures figures = new MachineFigures(settings.home());
    findings.addAll(look("disk", Level.WARNING, () -> List.of(figures.disk(isBuilt()))));
    findings.addAll(look("clock", Level.WARNING, () -> List.of(figures.clock())));
    if (linux) {
      findings.addAll(tools(general, level));
      findings.addAll(look("cgroups", level, () -> cgroups(level)));
      findings.addAll(look("memory", Level.WARNING, () -> List.of(figures.memory(isUp()))));
      findings.addAll(look("inotify", Level.WARNING, () -> List.of(figures.inotify())));
      findings.addAll(look("ports", level, () -> ports(level)));
      findings.addAll(look("network", level, () -> network(level)));
    }
    return List.copyOf(findings);
  }

  private static List<Finding> look(String subject, Level level, Supplier<List<Finding>> check) {
    return Finding.look(subject, level, check);
  }

  private static boolean isNotRoot(Problem problem) {
    return problem.code().equals("NOT-ROOT");
  }

  private static List<Finding> system(List<Problem> general, boolean linux) {
    String system =
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch");
    if (!linux) {
      return Finding.of("system", Level.WARNING, general, system);
    }
    List<Problem> user = general.stream().filter(MachineCheckup::isNotRoot).toList();
    List<Finding> findings = new ArrayList<>(List.of(Finding.ok("system", system)));
    findings.addAll(Finding.of("user", Level.WARNING, user, "root"));
    return findings;
  }

  private static List<Finding> tools(List<Problem> general, Level level) {
    List<Problem> missing = general.stream().filter(problem -> !isNotRoot(problem)).toList();
    return Finding.of("tools", level, missing, "all commands that nodes need are on the PATH");
  }

  private static List<Finding> java(Level level) {
    JavaRuntime java = JavaRuntime.current();
    String found = java.version() + " with jlink, in " + java.jdk();
    return Finding.of("JDK", level, java.problem().stream().toList(), found);
  }

  private static List<Finding> git() {
    String remedy = "Install Git 2.28 or newer:\napt-get install git";
    String said;
    try {
      said = Command.of("git", "--version").run().output().strip();
    } catch (UncheckedIOException e) {
      return List.of(Finding.wrong("Git", "Git is not on the PATH.", remedy));
    }
    Matcher version = VERSION.matcher(said);
    boolean old =
        version.find()
            && version.group(1).equals("2")
            && Integer.parseInt(version.group(2)) < OLDEST_GIT_MINOR;
    return List.of(
        old
            ? Finding.wrong("Git", said + " is too old.", remedy)
            : Finding.ok("Git", said.replace("git version ", "")));
  }

  /** Without Go all that is built already works. */
  private List<Finding> go() {
    Optional<Problem> problem = GoTool.onPath().problem();
    if (isBuilt()) {
      return List.of(Finding.ok("Go", problem.isEmpty() ? "usable" : "not needed: all is built"));
    }
    return Finding.of("Go", Level.WARNING, problem.stream().toList(), "usable");
  }

  private static List<Finding> cgroups(Level level) {
    return Finding.of("cgroups", level, Cgroups.problem().stream().toList(), Cgroups.description());
  }

  private List<Finding> ports(Level level) {
    PortPlan plan = new PortPlan(settings.firstPort(), settings.registryPort());
    List<Long> ours = LocalPlatform.of(settings, Report.silent()).running();
    List<Problem> taken = problems(new Preflight().ports(plan, Parts.apiServers(clusters()), ours));
    String fine =
        plan.first()
            + " to "
            + (plan.first() + PortPlan.SIZE - 1)
            + " and "
            + plan.registry()
            + " are free, or the platform's own";
    return Finding.of("ports", level, taken, fine);
  }

  private List<Finding> network(Level level) {
    NetworkPlan plan = NetworkPlan.parse(settings.network());
    HostNetwork network = new HostNetwork(layout().prefix(), plan);
    return Finding.of(
        "network",
        level,
        problems(
            new Preflight().addresses(network).folders(layout(), clusters().numbers().keySet())),
        plan.range() + " is free, or the platform's own");
  }

  private ClusterNumbers clusters() {
    return ClusterNumbers.load(layout().clusters(), settings.network());
  }

  private boolean isBuilt() {
    return new Programs(settings.home(), settings.programs(), Report.silent()).pending().isEmpty();
  }

  private boolean isUp() {
    return PlatformProcesses.of(settings).running() > 0;
  }

  private Layout layout() {
    return new Layout(settings.home());
  }

  private static List<Problem> problems(Preflight preflight) {
    try {
      preflight.check();
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }
}
