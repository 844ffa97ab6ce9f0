package com.hcomp.gitops.endtoend;

import com.hcomp.gitops.process.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a benchmark measured, as rows of docs/benchmarks.md. */
final class Measurements {
  private final List<String> rows = new ArrayList<>();

  void add(String what, String measured) {
    rows.add("| " + what + " | " + measured + " |");
  }

  void add(String what, Duration time) {
    add(what, "%.1f s".formatted(seconds(time)));
  }

  /** Runs something that must succeed, and adds how long that took. */
  void time(String what, Supplier<Command.Result> action) {
    Instant start = Instant.now();
    Command.Result result = action.get();
    if (result.exitStatus() != 0) {
      throw new IllegalStateException(result.output() + result.errors());
    }
    add(what, Duration.between(start, Instant.now()));
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  void print() {
    System.out.println("\n| what | measured |\n|---|---|");
    rows.forEach(System.out::println);
  }
}
