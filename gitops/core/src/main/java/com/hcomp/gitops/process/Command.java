package com.hcomp.gitops.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  private static final Duration FOR_EVER = Duration.ofDays(365);

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
    return run(FOR_EVER);
  }

  /**
   * Runs it for so long at the most. One that is ended then, with all that it started, says so on
   * its standard error.
   *
   * @throws UncheckedIOException if the program can't be started
   */
  public Result run(Duration bound) {
    try {
      Process process = start();
      process.getOutputStream().close();
      CompletableFuture<byte[]> errors = reading(process.getErrorStream());
      CompletableFuture<byte[]> output = reading(process.getInputStream());
      boolean ended = waitFor(process, bound);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String tooLong = ended ? "" : "ended after " + bound.toSeconds() + " s without an answer\n";
      return new Result(this, waitFor(process), text(output.join()), text(errors.join()) + tooLong);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + arguments.get(0) + ": " + e.getMessage(), e);
    }
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

  /**
   * Runs it with bytes on its standard input, and gives the bytes of its standard output.
   *
   * @throws CommandFailed if its exit status is not 0
   */
  public byte[] output(byte[] input) {
    try {
      Process process = start();
      CompletableFuture<byte[]> errors = reading(process.getErrorStream());
      CompletableFuture<byte[]> output = reading(process.getInputStream());
      try (OutputStream stream = process.getOutputStream()) {
        stream.write(input);
      } catch (IOException e) {
        // It ended before it had read all of it; its exit status says why.
      }
      int exitStatus = waitFor(process);
      byte[] answer = output.join();
      if (exitStatus != 0) {
        throw new CommandFailed(new Result(this, exitStatus, "", text(errors.join())));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + arguments.get(0) + ": " + e.getMessage(), e);
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static boolean waitFor(Process process, Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
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

  /** In a thread of its own: a shared pool could leave a program waiting for its reader. */
  private static CompletableFuture<byte[]> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> read(stream),
        task -> {
          Thread thread = new Thread(task, "output");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] read(InputStream stream) {
    try (stream) {
      return stream.readAllBytes();
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
