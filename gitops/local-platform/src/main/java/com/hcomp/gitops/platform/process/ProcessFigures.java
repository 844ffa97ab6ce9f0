package com.hcomp.gitops.platform.process;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that the platform has, or should have, with its figures.
 *
 * @param name such as {@code etcd} or {@code kubelet-stg-cluster}
 * @param state whether it runs
 * @param ending how it ended, such as {@code exit 1} or {@code signal 9}; empty if it runs, or if
 *     nobody knows any more
 * @param pid its number; empty if it wasn't started
 * @param memory what it has of the machine's memory, in bytes; empty if it doesn't run
 * @param cpu how long it has kept one CPU busy; empty if it doesn't run
 * @param since when it was started; empty if it wasn't
 * @param log its output; the file may not be there
 */
public record ProcessFigures(
    String name,
    State state,
    Optional<String> ending,
    Optional<Long> pid,
    Optional<Long> memory,
    Optional<Duration> cpu,
    Optional<Instant> since,
    Path log) {

  /** Whether a process runs. */
  public enum State {
    RUNNING("running"),
    ENDED("ended"),
    NOT_STARTED("not started");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static ProcessFigures of(ProcessRecord found, Path log) {
    long pid = found.identity().pid();
    boolean running = found.alive();
    return new ProcessFigures(
        found.name(),
        running ? State.RUNNING : State.ENDED,
        running ? Optional.empty() : ProcessTable.ending(found.identity()),
        Optional.of(pid),
        running ? ProcessTable.memory(pid) : Optional.empty(),
        running
            ? ProcessHandle.of(pid).flatMap(handle -> handle.info().totalCpuDuration())
            : Optional.empty(),
        Optional.of(found.since()),
        log);
  }

  static ProcessFigures notStarted(String name, Path log) {
    return new ProcessFigures(
        name,
        State.NOT_STARTED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        log);
  }

  /** Whether it runs. */
  public boolean running() {
    return state == State.RUNNING;
  }

  /** {@code running}, {@code exit 1}, {@code ended} or {@code not started}. */
  public String label() {
    return ending.orElseGet(state::toString);
  }

  /**
   * For machines: {@code {"name","state","ending","pid","memoryBytes","cpuSeconds","since","log"}};
   * what isn't known is null.
   */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("state", state.toString().replace(' ', '-').toLowerCase(Locale.ROOT));
    json.put("ending", ending.orElse(null));
    json.put("pid", pid.orElse(null));
    json.put("memoryBytes", memory.orElse(null));
    json.put("cpuSeconds", cpu.map(Duration::toSeconds).orElse(null));
    json.put("since", since.orElse(null));
    json.put("log", log.toString());
    return json;
  }
}
