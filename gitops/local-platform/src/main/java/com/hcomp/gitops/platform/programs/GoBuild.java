package com.hcomp.gitops.platform.programs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.state.Disk;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.report.Durations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Builds one program into a folder that appears at the end, whole. */
final class GoBuild {
  static final String UNFINISHED = ".building-";
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  private final GoTool go;
  private final Path cache;
  private final Path caches;

  /**
   * @param cache the folder that gets the program's folder
   * @param caches the folder for Go's own caches
   */
  GoBuild(GoTool go, Path cache, Path caches) {
    this.go = go;
    this.cache = cache;
    this.caches = caches;
  }

  /**
   * Builds it.
   *
   * @param progress told, every now and then, that it is still going on
   */
  void build(Program program, Program.Platform platform, Consumer<String> progress) {
    Instant start = Instant.now();
    try {
      Folders.make(cache);
      Path source = Files.createTempDirectory(cache, UNFINISHED);
      Path unfinished = Files.createTempDirectory(cache, UNFINISHED);
      for (var file : program.module().entrySet()) {
        Files.writeString(source.resolve(file.getKey()), file.getValue());
      }
      for (Program.Replaced replaced : program.replaced()) {
        replace(replaced, source);
      }
      for (String binary : program.packages().keySet()) {
        Path target = unfinished.resolve(binary);
        run(program, go.build(program, binary, target, source, caches), start, progress);
        Folders.executable(target);
      }
      if (program.files().isPresent()) {
        copy(program.files().get(), source, unfinished);
      }
      Files.setPosixFilePermissions(
          unfinished, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      Folders.delete(source);
      Inventory.take(unfinished);
      Files.move(
          unfinished, cache.resolve(program.folder(platform)), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot build " + program.name() + " in " + cache + ": " + e.getMessage(), e);
    }
  }

  private void run(Program program, Command command, Instant start, Consumer<String> progress)
      throws IOException {
    Path log = Files.createTempFile(cache, UNFINISHED, ".log");
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    builder.directory(java.util.Objects.requireNonNull(command.directory()).toFile());
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      while (!process.waitFor(BETWEEN_LINES.toMillis(), TimeUnit.MILLISECONDS)) {
        progress.accept(
            "building "
                + Durations.exact(Duration.between(start, Instant.now()))
                + " ... usually "
                + Durations.exact(program.usual()));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while building " + program.name(), e);
    }
    if (process.exitValue() != 0) {
      String output = Files.readString(log);
      throw (Disk.isFull(output)
              ? Disk.full(caches, end(output))
              : failed(program, process.exitValue(), output))
          .asException();
    }
    Files.delete(log);
  }

  private static Problem failed(Program program, int exitStatus, String output) {
    return new Problem(
        "PROGRAM-BUILD",
        program.name()
            + " "
            + program.version()
            + " could not be built (go ended with exit status "
            + exitStatus
            + ").",
        end(output).lines().map(line -> "| " + line).toList(),
        "Most often Go modules could not be fetched; what is built is kept. Mend it and go on:\n"
            + "mvn gitops:up");
  }

  private static String end(String output) {
    List<String> lines = output.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private void copy(Program.ModuleFiles files, Path source, Path target) throws IOException {
    Path module = moduleFolder(files.module(), source);
    for (var copy : files.copies().entrySet()) {
      Folders.copy(module.resolve(copy.getKey()), target.resolve(copy.getValue()));
    }
  }

  /** Go builds nothing in the place of a file in its cache, so the module is built from a copy. */
  private void replace(Program.Replaced replaced, Path source) throws IOException {
    Path copy = source.resolve("replaced").resolve(replaced.module());
    Folders.copy(moduleFolder(replaced.module() + "@" + replaced.version(), source), copy);
    Path folder = copy.resolve(replaced.folder());
    for (Path file : Folders.list(folder)) {
      if (file.toString().endsWith(".go")) {
        Files.delete(file);
      }
    }
    Files.copy(source.resolve(replaced.by()), folder.resolve(replaced.by()));
    go.replace(replaced.module(), copy, source, caches).output();
  }

  private Path moduleFolder(String module, Path source) {
    String json = go.download(module, source, caches).output();
    try {
      return Path.of(new ObjectMapper().readTree(json).path("Dir").asText());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
