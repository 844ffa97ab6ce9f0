package com.hcomp.gitops.platform.process;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.state.AtomicFile;
import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Starts programs that outlive this process and finds them again. Each leaves a small file with its
 * identity, and carries a mark in its environment by which it is found even without the file.
 */
public final class Processes {
  private static final String MARK = "HCOMP_PLATFORM";
  private static final String NAME_MARK = "HCOMP_PROCESS";
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path home;
  private final ProcessLogs logs;
  private final Map<String, Process> children = new LinkedHashMap<>();

  /**
   * @param home the platform's folder; gets {@code run} and {@code logs}
   */
  public Processes(Path home) {
    this.home = home;
    this.logs = new ProcessLogs(home.resolve("logs"));
  }

  /** Where logs are: one file for each process. */
  public Path logs() {
    return logs.folder();
  }

  /** Cuts the logs that got too long to their last part, also of processes that run. */
  public void cutLogs() {
    logs.cut();
  }

  /**
   * Makes sure that a process runs as specified: starts it, or starts it anew if it runs otherwise.
   *
   * @return whether it was started
   */
  public boolean ensure(ProcessSpec spec) {
    if (runs(spec)) {
      return false;
    }
    stop(List.of(spec.name()), Duration.ofSeconds(10));
    start(spec, spec.fingerprint());
    return true;
  }

  /** Whether a process runs as specified, and is the program that is there now. */
  public boolean runs(ProcessSpec spec) {
    return find(spec.name())
        .filter(found -> found.fingerprint().equals(spec.fingerprint()))
        .filter(found -> !ProcessTable.outlivedItsProgram(found.identity().pid()))
        .isPresent();
  }

  /** Whether a process of this name runs. */
  public boolean alive(String name) {
    return find(name).isPresent();
  }

  /** When the running process of this name was started. */
  public Optional<Instant> since(String name) {
    return find(name).map(ProcessRecord::since);
  }

  /** Every process that was started and not stopped, by name. */
  public List<ProcessState> states() {
    return records().stream()
        .map(
            r ->
                new ProcessState(
                    r.name(), r.identity().pid(), r.alive(), r.since(), logs.file(r.name())))
        .toList();
  }

  /**
   * Stops processes with all that they started, all at once: asks them, and after a while ends
   * them. Finds them by their mark, too, if their record is lost.
   */
  public void stop(List<String> names, Duration patience) {
    List<ProcessTable.Identity> running = new ArrayList<>();
    names.forEach(name -> find(name).ifPresent(found -> running.add(found.identity())));
    List<String> marks = names.stream().map(name -> NAME_MARK + "=" + name).toList();
    marked().stream()
        .filter(one -> ProcessTable.environment(one.pid()).stream().anyMatch(marks::contains))
        .filter(one -> !running.contains(one))
        .forEach(running::add);
    end(running, patience);
    names.forEach(name -> AtomicFile.secret(file(name)).delete());
  }

  /** Stops every process that carries our mark, with a record or without. */
  public void stopMarked(Duration patience) {
    end(marked(), patience);
    Folders.delete(home.resolve("run"));
  }

  /**
   * Sets damaged records aside. Their processes are ended by {@link #stopUnrecorded}, as is known
   * by the mark that they carry, and can be started anew.
   *
   * @return where the records are now
   */
  public List<Path> setAsideDamagedRecords() {
    return recordFiles().stream()
        .filter(file -> ProcessRecord.read(file).isEmpty())
        .map(Folders::setAside)
        .toList();
  }

  /** Ends what was started by a run that could not write down what it did. */
  public void stopUnrecorded() {
    List<Long> known = records().stream().map(r -> r.identity().pid()).toList();
    List<ProcessTable.Identity> marked = marked();
    List<Long> ours = marked.stream().map(ProcessTable.Identity::pid).toList();
    end(
        marked.stream()
            .filter(identity -> !known.contains(identity.pid()))
            .filter(identity -> !isHelper(identity.pid(), ours))
            .toList(),
        Duration.ofSeconds(5));
  }

  /** The processes that carry our mark. */
  public List<ProcessTable.Identity> marked() {
    String mark = MARK + "=" + home;
    long self = ProcessHandle.current().pid();
    return ProcessTable.all(pid -> pid != self && ProcessTable.environment(pid).contains(mark));
  }

  /** Ends processes: asks them, and after a while ends them for good. */
  public static void end(List<ProcessTable.Identity> processes, Duration patience) {
    processes.forEach(ProcessTable.Identity::terminate);
    if (!gone(processes, patience)) {
      processes.forEach(ProcessTable.Identity::kill);
      gone(processes, Duration.ofSeconds(10));
    }
  }

  /**
   * Waits until a process answers.
   *
   * @param ready whether it does; what it throws counts as no
   * @throws com.hcomp.gitops.model.ProblemException if the process ends, or takes too long
   */
  public void await(String name, Duration patience, Supplier<Boolean> ready) {
    long start = System.nanoTime(); // the clock may be set meanwhile
    while (!answers(ready)) {
      if (!alive(name)) {
        throw died(name).asException();
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw notReady(name, patience).asException();
      }
      pause();
    }
  }

  /** Reports the first of the processes that has ended though it should run. */
  public void check(List<String> names) {
    for (String name : names) {
      if (!alive(name)) {
        throw died(name).asException();
      }
    }
  }

  /** The end of a process's log, as details of a problem. */
  public List<String> logEnd(String name) {
    return logs.end(name);
  }

  private void start(ProcessSpec spec, String fingerprint) {
    Path log = logs.file(spec.name());
    try {
      Folders.make(logs());
      ProcessBuilder builder = new ProcessBuilder(spec.commandLine());
      builder.directory(home.toFile());
      builder.environment().clear();
      builder.environment().putAll(spec.environment());
      builder.environment().putIfAbsent("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
      builder.environment().put(MARK, home.toString());
      builder.environment().put(NAME_MARK, spec.name());
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      Process process = builder.start();
      children.put(spec.name(), process);
      ProcessRecord record = ProcessRecord.of(spec.name(), process, fingerprint);
      AtomicFile.secret(file(spec.name())).write(record.json());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + spec.name() + ": " + e.getMessage(), e);
    }
  }

  private Optional<ProcessRecord> find(String name) {
    return ProcessRecord.read(file(name)).filter(ProcessRecord::alive);
  }

  private List<ProcessRecord> records() {
    List<ProcessRecord> records = new ArrayList<>();
    recordFiles().forEach(file -> ProcessRecord.read(file).ifPresent(records::add));
    return records;
  }

  /** Without what was being written when its writer was killed. */
  private List<Path> recordFiles() {
    return Folders.list(home.resolve("run")).stream()
        .filter(file -> file.toString().endsWith(".json"))
        .toList();
  }

  /** Whether one of our processes started it: it inherited the mark. Shims outlive their parent. */
  private static boolean isHelper(long pid, List<Long> ours) {
    String program = ProcessTable.arguments(pid).stream().findFirst().orElse("");
    return program.contains("containerd-shim")
        || ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).stream()
            .anyMatch(ours::contains);
  }

  private static boolean gone(List<ProcessTable.Identity> processes, Duration patience) {
    long start = System.nanoTime();
    while (processes.stream().anyMatch(ProcessTable.Identity::alive)) {
      if (System.nanoTime() - start > patience.toNanos()) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static boolean answers(Supplier<Boolean> ready) {
    try {
      return ready.get();
    } catch (RuntimeException e) {
      return false; // asked too early
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Problem died(String name) {
    Process child = children.get(name);
    String status =
        child == null || !ended(child) ? "ended" : "ended with exit status " + child.exitValue();
    return new Problem(
        "PROCESS-DIED",
        name + " " + status + ".",
        logEnd(name),
        "The whole log is " + logs.file(name) + ". Mend the cause and go on:\nmvn gitops:up");
  }

  /** The system knows that a child has ended a moment before this process does. */
  private static boolean ended(Process child) {
    try {
      return child.waitFor(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Problem notReady(String name, Duration patience) {
    return new Problem(
        "PROCESS-NOT-READY",
        name + " runs, but did not answer within " + patience.toSeconds() + " s.",
        logEnd(name),
        "The whole log is " + logs.file(name) + ". Start afresh:\nmvn gitops:down gitops:up");
  }

  private Path file(String name) {
    return home.resolve("run").resolve(name + ".json");
  }
}
