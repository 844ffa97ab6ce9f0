package com.hcomp.gitops.platform.programs;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.platform.state.HomeLock;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds programs: in the folder that the user names, in the cache, and else by building them once.
 */
public final class Programs {
  private static final String TOPIC = "programs";
  // Go's caches: all of the platform's programs take 15 GB, in about 1300 seconds.
  private static final long BYTES_A_SECOND = 11L << 20;

  private final Path home;
  private final ProgramCache cache;
  private final Optional<Path> named;
  private final GoTool go;
  private final Program.Platform platform;
  private final Report report;
  private final SearchPath path = SearchPath.current();

  /**
   * @param home the folder of all that is kept, such as {@code ~/.cache/hcomp}; the programs go to
   *     {@code programs} below it
   * @param named a folder with programs that is looked into first
   */
  public Programs(Path home, Optional<Path> named, Report report) {
    this(home, named, GoTool.onPath(), Program.Platform.current(), report);
  }

  Programs(Path home, Optional<Path> named, GoTool go, Program.Platform platform, Report report) {
    this.home = home;
    this.cache = new ProgramCache(home, report);
    this.named = named;
    this.go = go;
    this.platform = platform;
    this.report = report;
  }

  /**
   * Helm 4: named, cached, on the PATH, or built.
   *
   * @throws ProblemException if it is missing and can't be built
   */
  public Path helm() {
    Program helm = Catalogue.helm();
    return helmWithoutBuild(helm).orElseGet(() -> resolve(List.of(helm), List.of()).path("helm"));
  }

  /**
   * The OCI registry: named, cached, or built.
   *
   * @throws ProblemException if it is missing and can't be built
   */
  public Path registry() {
    return resolve(List.of(Catalogue.registry()), List.of()).path("registry");
  }

  /**
   * kubectl: named, on the PATH, cached, or built. A person's own comes first: it knows how to log
   * in to their clusters.
   *
   * @throws ProblemException if it is missing and can't be built
   */
  public Path kubectl() {
    return named
        .map(folder -> folder.resolve("kubectl"))
        .filter(Files::isExecutable)
        .or(() -> path.find("kubectl"))
        .orElseGet(() -> resolve(List.of(Catalogue.kubectl()), List.of()).path("kubectl"));
  }

  /**
   * The load generator wrk: named, cached, on the PATH, or taken out of Debian's package. It is no
   * part of the platform, so it is fetched only when somebody asks for it here.
   *
   * @throws ProblemException if it is missing and can't be taken
   */
  public Path wrk() {
    return resolve(List.of(), List.of(SystemProgram.wrk())).path("wrk");
  }

  /**
   * What runs a container: named, cached, on the PATH, or taken from a Debian package.
   *
   * @throws ProblemException if it is missing and can't be taken
   */
  public Path runc() {
    return resolve(List.of(), List.of(SystemProgram.runc())).path("runc");
  }

  /**
   * What clusters without nodes run, and kubectl; what is missing is built.
   *
   * @throws ProblemException with everything that keeps it from being built
   */
  public ProgramSet controlPlanes() {
    List<String> names = List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl");
    return resolve(
        Catalogue.standard().programs().stream()
            .filter(program -> names.contains(program.name()))
            .toList(),
        List.of());
  }

  /**
   * All that the platform runs; what is missing is built.
   *
   * @throws ProblemException with everything that keeps it from being built
   */
  public ProgramSet all() {
    return resolve(Catalogue.standard().programs(), SystemProgram.standard());
  }

  /** What keeps missing programs from being built; nothing if all are there or can be built. */
  public List<Problem> problems() {
    return problems(missing(Catalogue.standard().programs()), missingOf(SystemProgram.standard()));
  }

  /** What there is to do before all are there, in words; empty if they are. */
  public Optional<String> pending() {
    List<Program> missing = missing(Catalogue.standard().programs());
    int number = missing.size() + missingOf(SystemProgram.standard()).size();
    long seconds = missing.stream().mapToLong(program -> program.usual().toSeconds()).sum();
    return number == 0
        ? Optional.empty()
        : Optional.of(
            "first run: makes "
                + number
                + (number == 1 ? " program" : " programs")
                + " once, about "
                + (seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min"));
  }

  /** Folders of the cache that this version of hcomp doesn't use; another checkout's may. */
  public List<Path> unused() {
    Set<Path> used = new HashSet<>();
    used.addAll(folders(Catalogue.standard().programs(), SystemProgram.standard()));
    used.add(folder(SystemProgram.wrk()));
    used.add(cache.aside());
    return Folders.list(cache.folder()).stream()
        // A build may be at work.
        .filter(folder -> !used.contains(folder) && !ProgramCache.isUnfinished(folder))
        .toList();
  }

  /** Folders of programs that are damaged; those are made anew when they are needed. */
  public List<Path> damaged() {
    return cache.damaged(folders(Catalogue.standard().programs(), SystemProgram.standard()));
  }

  /** Folders of programs that were found damaged, and are made anew since. */
  public List<Path> setAside() {
    return Folders.list(cache.aside());
  }

  /** How many bytes of the disk are needed while what is missing is built; 0 if nothing is. */
  public long roomToBuild() {
    return missing(Catalogue.standard().programs()).stream()
        .mapToLong(program -> program.usual().toSeconds() * BYTES_A_SECOND)
        .sum();
  }

  /** Finds programs, and builds those that are missing. */
  ProgramSet resolve(List<Program> wanted, List<SystemProgram> wantedOfSystem) {
    int toMake = missing(wanted).size() + missingOf(wantedOfSystem).size();
    if (toMake > 0) {
      try (HomeLock lock = cache.lock()) {
        // Somebody else may have built them while we waited.
        make(missing(wanted), missingOf(wantedOfSystem));
      }
    }
    Map<String, Path> files = new TreeMap<>();
    for (Program program : wanted) {
      Path folder = find(program).orElseThrow();
      program.required().forEach(file -> files.put(file.toString(), folder.resolve(file)));
    }
    wantedOfSystem.forEach(program -> files.put(program.name(), find(program).orElseThrow()));
    return new ProgramSet(files);
  }

  private void make(List<Program> missing, List<SystemProgram> missingOfSystem) {
    List<Problem> problems = problems(missing, missingOfSystem);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    Path scratch = home.resolve("build");
    cache.removeUnfinished();
    cache.setAsideDamaged(folders(missing, missingOfSystem));
    int total = missing.size() + missingOfSystem.size();
    int number = 0;
    for (SystemProgram program : missingOfSystem) {
      Instant start = Instant.now();
      new DebianPackages(cache.folder(), platform).take(program, scratch.resolve("lists"));
      tell(++number, total, program.name(), "taken    " + since(start));
    }
    GoBuild build = new GoBuild(go, cache.folder(), scratch);
    for (Program program : missing) {
      Instant start = Instant.now();
      String name = program.name() + " " + program.version();
      int current = ++number;
      build.build(program, platform, line -> tell(current, total, name, line));
      tell(current, total, name, "built    " + since(start));
    }
    // Go's caches are ten times the size of what they were needed for.
    Folders.delete(scratch);
  }

  private static String since(Instant start) {
    return Durations.exact(Duration.between(start, Instant.now()));
  }

  private void tell(int number, int total, String name, String text) {
    report.step(TOPIC, String.format("%2d/%d  %-32s %s", number, total, name, text));
  }

  private List<Problem> problems(List<Program> missing, List<SystemProgram> missingOfSystem) {
    List<Problem> problems = new ArrayList<>();
    if (!missing.isEmpty()) {
      go.problem().ifPresent(problems::add);
    }
    if (!missingOfSystem.isEmpty() && !DebianPackages.available()) {
      List<String> names = missingOfSystem.stream().map(SystemProgram::name).toList();
      problems.add(
          new Problem(
              "NO-PROGRAM",
              String.join(", ", names) + ": not on the PATH, and there is no apt-get to get it.",
              "Install it with your system's package manager, or name a folder that has it:\n"
                  + "mvn gitops:up -Dgitops.programs=<folder>"));
    }
    return problems;
  }

  private List<Program> missing(List<Program> wanted) {
    return wanted.stream().filter(program -> find(program).isEmpty()).toList();
  }

  private List<SystemProgram> missingOf(List<SystemProgram> wanted) {
    return wanted.stream().filter(program -> find(program).isEmpty()).toList();
  }

  private Optional<Path> helmWithoutBuild(Program helm) {
    return find(helm).map(folder -> folder.resolve("helm")).or(path::helm4);
  }

  /** The folder with a program; a folder that lacks one of its files does not count. */
  private Optional<Path> find(Program program) {
    List<Path> folders = new ArrayList<>();
    named.ifPresent(folders::add);
    Optional.of(folder(program)).filter(cache::isWhole).ifPresent(folders::add);
    return folders.stream()
        .filter(
            folder -> program.required().stream().allMatch(f -> Files.exists(folder.resolve(f))))
        .findFirst();
  }

  private Optional<Path> find(SystemProgram program) {
    List<Path> files = new ArrayList<>();
    named.ifPresent(folder -> files.add(folder.resolve(program.name())));
    Optional.of(folder(program))
        .filter(cache::isWhole)
        .ifPresent(folder -> files.add(folder.resolve(program.name())));
    Optional<Path> found = files.stream().filter(Files::isExecutable).findFirst();
    return found.or(() -> path.find(program.name()));
  }

  private List<Path> folders(List<Program> programs, List<SystemProgram> ofSystem) {
    return Stream.concat(programs.stream().map(this::folder), ofSystem.stream().map(this::folder))
        .toList();
  }

  private Path folder(Program program) {
    return cache.folder().resolve(program.folder(platform));
  }

  private Path folder(SystemProgram program) {
    return new DebianPackages(cache.folder(), platform).folder(program);
  }
}
