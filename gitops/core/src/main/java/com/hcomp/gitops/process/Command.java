package com.hcomp.gitops.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program to run to its end, with its output kept.
 *
 * @param arguments the program and its arguments
 * @param directory where it runs; the current folder if null
 * @param environment what is added to this process's environment
 */
public record Command(
    List<String> arguments, @Nullable Path directory, Map<String, String> environment) {

  public Command {
    arguments = List.copyOf(arguments);
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  public static Command of(String... arguments) {
    return new Command(List.of(arguments), null, Map.of());
  }

  public static Command of(List<String> arguments) {
    return new Command(arguments, null, Map.of());
  }

  public Command in(Path newDirectory) {
    return new Command(arguments, newDirectory, environment);
  }

  public Command with(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(variable, value);
    return new Command(arguments, directory, more);
  }

  public Command with(Map<String, String> variables) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.putAll(variables);
    return new Command(arguments, directory, more);
  }

  public Command and(String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new Command(all, directory, environment);
  }

  /**
   * Runs it and waits for its end, whatever its exit status.
   *
   * @throws UncheckedIOException if the program can't be started
   */
  public Result run() {
    return run(process -> {});
  }

  private Result run(Consumer<Process> started) {
    try {
      ProcessBuilder builder = new ProcessBuilder(arguments);
      if (directory != null) {
        builder.directory(directory.toFile());
      }
      builder.environment().putAll(environment);
      Process process = builder.start();
      started.accept(process);
      process.getOutputStream().close();
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
      String output = read(process.getInputStream());
      return new Result(this, waitFor(process), output, errors.join());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + arguments.get(0) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs it as {@link #run()} does, and kills it after a time.
   *
   * @return empty if it was killed
   */
  public Optional<Result> run(Duration limit) {
    AtomicBoolean late = new AtomicBoolean();
    Result result =
        run(
            process ->
                process
                    .onExit()
                    .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(
                        timeout -> {
                          late.set(true);
                          return process.destroyForcibly();
                        }));
    return late.get() ? Optional.empty() : Optional.of(result);
  }

  /**
   * Runs it and gives its standard output, without white space at the end.
   *
   * @throws CommandFailed if its exit status is not 0
   */
  public String output() {
    Result result = run();
    if (result.exitStatus() != 0) {
      throw new CommandFailed(result);
    }
    return result.output().stripTrailing();
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String read(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How it ended.
   *
   * @param command what ran
   * @param exitStatus 0 where it did what was asked
   * @param output its standard output
   * @param errors its standard error
   */
  public record Result(Command command, int exitStatus, String output, String errors) {}
}
