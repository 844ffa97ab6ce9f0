package com.hcomp.gitops.platform.process;

import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the kernel says about processes. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** Where the kernel says when a process started, and how it ended. */
  private static final int START = 19;

  private static final int STATUS = 49;

  /**
   * One process: its number alone may be given to another one later.
   *
   * @param pid its number
   * @param startTicks when it was started, in clock ticks since the machine's start
   */
  public record Identity(long pid, long startTicks) {

    /** Whether this very process still runs. */
    public boolean alive() {
      return identify(pid).filter(this::equals).isPresent();
    }

    /** Asks it to end; nothing happens if it has ended already. */
    public void terminate() {
      if (alive()) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
      }
    }

    /** Ends it at once; nothing happens if it has ended already. */
    public void kill() {
      if (alive()) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private ProcessTable() {}

  /** The process that has a number now; empty if there is none, or only its remains. */
  public static Optional<Identity> identify(long pid) {
    return fields(pid)
        .filter(fields -> !isEnded(fields))
        .map(fields -> new Identity(pid, Long.parseLong(fields.get(START))));
  }

  /**
   * How a process ended: {@code exit 1}, {@code signal 9}.
   *
   * @return empty if it runs, or if its parent has taken note of its end: nobody knows it then
   */
  public static Optional<String> ending(Identity identity) {
    return fields(identity.pid())
        .filter(ProcessTable::isEnded)
        .filter(fields -> Long.parseLong(fields.get(START)) == identity.startTicks())
        .filter(fields -> fields.size() > STATUS)
        .map(fields -> Integer.parseInt(fields.get(STATUS)))
        .map(status -> (status & 127) == 0 ? "exit " + (status >> 8) : "signal " + (status & 127));
  }

  /** How much memory of the machine a process has now, in bytes; empty if that can't be read. */
  public static Optional<Long> memory(long pid) {
    return read(PROC.resolve(pid + "/status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
  }

  /** What the kernel says about a process, from its state on; empty if there is none. */
  private static Optional<List<String>> fields(long pid) {
    // "pid (command) state ppid ...": the command may have spaces and brackets of its own.
    String stat = read(PROC.resolve(pid + "/stat"));
    int end = stat.lastIndexOf(')');
    return end < 0
        ? Optional.empty()
        : Optional.of(List.of(stat.substring(end + 1).strip().split(" ")));
  }

  private static boolean isEnded(List<String> fields) {
    return fields.get(0).equals("Z") || fields.get(0).equals("X");
  }

  /** The arguments of a process, the program's name first; empty if it has none or has ended. */
  public static List<String> arguments(long pid) {
    return strings(PROC.resolve(pid + "/cmdline"));
  }

  /**
   * Whether the program that a process runs is no longer where it was: it was replaced by another,
   * or set aside because it was damaged.
   */
  public static boolean outlivedItsProgram(long pid) {
    try {
      String program = Files.readSymbolicLink(PROC.resolve(pid + "/exe")).toString();
      return program.endsWith(" (deleted)") || program.contains("/" + Folders.ASIDE + "/");
    } catch (IOException e) {
      return false; // it has ended, or is none of our business
    }
  }

  /** The variables that a process was started with, as {@code name=value}. */
  public static List<String> environment(long pid) {
    return strings(PROC.resolve(pid + "/environ"));
  }

  /** All processes that match. */
  public static List<Identity> all(Predicate<Long> matches) {
    return Folders.list(PROC).stream()
        .map(path -> path.getFileName().toString())
        .filter(name -> name.chars().allMatch(Character::isDigit))
        .map(Long::valueOf)
        .filter(matches)
        .flatMap(pid -> identify(pid).stream())
        .toList();
  }

  private static List<String> strings(Path file) {
    return Arrays.stream(read(file).split("\0")).filter(part -> !part.isEmpty()).toList();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException | UncheckedIOException e) {
      return ""; // it has ended, or is none of our business
    }
  }
}
