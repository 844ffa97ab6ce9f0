package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A person's clone of this repository, and what they type in it. */
final class Checkout {
  private static final String REPOSITORY = "maven.repo.local";

  /** Without the tools, which {@link #installGoals} has built: their part of a deploy is long. */
  private static final String NO_TOOLS =
      "!gitops/core,!gitops/local-platform,!gitops/maven-plugin,!gitops/end-to-end";

  private final Path folder;
  private final List<String> settings;

  /**
   * @param folder where the clone is to be
   * @param settings what is added to each command, so that a platform of its own is used
   */
  Checkout(Path folder, List<String> settings) {
    this.folder = folder;
    this.settings = new ArrayList<>(settings);
    // Where this build keeps what it takes from others, that of the person shall be too.
    Optional.ofNullable(System.getProperty(REPOSITORY))
        .ifPresent(place -> this.settings.add("-D" + REPOSITORY + "=" + place));
    String root = System.getProperty("gitops.root", "");
    Command.of("git", "clone", "--quiet", root, folder.toString()).output();
    git("config", "user.name", "A Person");
    git("config", "user.email", "person@example.com");
  }

  /**
   * Makes our goals known to Maven; once is enough. They are those that this build has compiled, as
   * a clone's would be the same, but for what isn't committed.
   */
  void installGoals() {
    if (System.setProperty(Checkout.class.getName(), "goals are installed") == null) {
      List<String> install =
          new ArrayList<>(List.of("mvn", "-B", "-q", "-pl", "gitops/maven-plugin", "-am"));
      install.addAll(settings);
      install.addAll(List.of("install", "-DskipTests"));
      new Command(install, Path.of(System.getProperty("gitops.root", "")), Map.of()).output();
    }
  }

  /** Deploys to the platform what is delivered, without its tests. */
  Command.Result deploy(String... more) {
    return mvn(
        Stream.concat(
                Stream.of("-Plocal", "deploy", "-DskipTests", "-pl", NO_TOOLS), Stream.of(more))
            .toArray(String[]::new));
  }

  /**
   * Runs mvn, and prints what it says, so that the test's log tells the story. Maven's own chatter
   * is left out, but for JSON.
   */
  Command.Result mvn(String... arguments) {
    List<String> all = new ArrayList<>(List.of("mvn", "-B"));
    all.addAll(settings);
    all.addAll(List.of(arguments));
    Instant start = Instant.now();
    Command.Result result = new Command(all, folder, Map.of()).run();
    System.out.printf(
        "$ mvn %s   exit status %d, %d s%n",
        String.join(" ", arguments),
        result.exitStatus(),
        Duration.between(start, Instant.now()).toSeconds());
    if (all.contains("-Dgitops.format=json")) {
      return result;
    }
    boolean build = all.stream().noneMatch(argument -> argument.startsWith("gitops:"));
    String ours =
        result
            .output()
            .lines()
            .filter(line -> build ? isOurs(line) : !line.startsWith("[INFO]"))
            .collect(Collectors.joining("\n"));
    System.out.println(ours);
    return new Command.Result(result.command(), result.exitStatus(), ours, result.errors());
  }

  /**
   * Starts mvn, and ends it with all of its process group after a while, as Ctrl-C does.
   *
   * @param signal such as {@code INT}
   * @return its exit status; 0 if it had done its work by then
   */
  int interrupted(String signal, Duration after, String... arguments) {
    List<String> all = new ArrayList<>(List.of("setsid", "mvn", "-B"));
    all.addAll(settings);
    all.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(all)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
      Command.of("kill", "-" + signal, "--", "-" + process.pid()).run();
      int exitStatus = process.waitFor();
      System.out.printf(
          "$ mvn %s   SIG%s after %d ms: exit status %d%n",
          String.join(" ", arguments), signal, after.toMillis(), exitStatus);
      return exitStatus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Types lines into a shell, as a page of docs/ has them, and prints what it says. The first that
   * fails ends it. Deploys leave the tests out.
   */
  void type(String lines) {
    Path programs = folder.resolveSibling("bin");
    try {
      Files.createDirectories(programs);
      String mvn = Command.of("sh", "-c", "command -v mvn").output();
      Path script = programs.resolve("mvn");
      Files.writeString(
          script,
          "#!/bin/sh\nexec '%s' -B -DskipTests -pl '%s' %s \"$@\"\n"
              .formatted(mvn, NO_TOOLS, String.join(" ", settings)));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.print(lines.indent(2).replaceFirst("^ ", "\\$"));
    Instant start = Instant.now();
    Command.Result result =
        Command.of("bash", "-euo", "pipefail", "-c", lines)
            .in(folder)
            .with("PATH", programs + ":" + System.getenv("PATH"))
            .run();
    String said =
        result.output().lines().filter(Checkout::isSaid).collect(Collectors.joining("\n"));
    System.out.printf("%s%n  %d s%n", said, Duration.between(start, Instant.now()).toSeconds());
    if (result.exitStatus() != 0) {
      throw new AssertionError(lines + said + "\n" + result.errors());
    }
  }

  private static boolean isSaid(String line) {
    return !line.isBlank() && !line.startsWith("[INFO]") && !line.startsWith("[WARNING]");
  }

  private static boolean isOurs(String line) {
    return line.startsWith("[gitops]") || line.startsWith("  ") || line.startsWith("[ERROR]");
  }

  /** What gitops:status says of one environment. */
  JsonNode status(String environment) {
    JsonNode all = status();
    if (!all.has(environment)) {
      throw new IllegalStateException("no " + environment + " in " + all);
    }
    return all.get(environment);
  }

  /** What gitops:status says of every environment, by name. */
  JsonNode status() {
    Command.Result result = mvn("-q", "-Plocal", "gitops:status", "-Dgitops.format=json");
    try {
      ObjectMapper json = new ObjectMapper();
      ObjectNode all = json.createObjectNode();
      for (JsonNode each : json.readTree(result.output()).get("environments")) {
        all.set(each.get("name").asText(), each);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + result.output(), e);
    }
  }

  /** Where the environments answer, by name. */
  Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    status()
        .properties()
        .forEach(each -> addresses.put(each.getKey(), each.getValue().get("address").asText()));
    return addresses;
  }

  String git(String... arguments) {
    List<String> all = new ArrayList<>(List.of("git"));
    all.addAll(List.of(arguments));
    return Command.of(all).in(folder).output();
  }

  Path file(String path) {
    return folder.resolve(path);
  }

  /** Edits a file as a person would; what is replaced must be there. */
  void edit(String path, String old, String text) {
    try {
      String before = Files.readString(file(path));
      if (!before.contains(old)) {
        throw new IllegalArgumentException(path + " holds no '" + old + "'");
      }
      Files.writeString(file(path), before.replace(old, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
