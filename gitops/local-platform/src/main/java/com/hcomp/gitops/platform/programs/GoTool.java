package com.hcomp.gitops.platform.programs;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.process.Command;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Go command.
 *
 * @param executable how it is called
 */
public record GoTool(String executable) {
  private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+)");
  // The first that fetches the Go that a module asks for by itself.
  private static final int OLDEST_MINOR = 21;

  /** The one on the PATH. */
  public static GoTool onPath() {
    return new GoTool("go");
  }

  /** What keeps it from building; empty if nothing does. */
  public Optional<Problem> problem() {
    Command.Result result;
    try {
      result = Command.of(executable, "env", "GOVERSION").with("GOTOOLCHAIN", "local").run();
    } catch (UncheckedIOException e) {
      return Optional.of(
          problem("NO-GO", "Go is not installed; the platform's programs are built with it."));
    }
    Matcher version = VERSION.matcher(result.output());
    if (result.exitStatus() != 0 || !version.find()) {
      return Optional.of(problem("NO-GO", "`go env GOVERSION` failed: " + result.errors().strip()));
    }
    if (version.group(1).equals("1") && Integer.parseInt(version.group(2)) < OLDEST_MINOR) {
      return Optional.of(
          problem(
              "OLD-GO",
              "Go "
                  + result.output().strip().substring(2)
                  + " is too old: from 1.21 on it fetches the newer Go that some programs need."));
    }
    return Optional.empty();
  }

  private static Problem problem(String code, String summary) {
    return new Problem(
        code,
        summary,
        "Install Go 1.21 or newer (https://go.dev/dl) and put it on the PATH, or name a folder that"
            + " has the programs:\nmvn gitops:up -Dgitops.programs=<folder>");
  }

  /**
   * The command that builds one package.
   *
   * @param source the folder with the wrapper module
   * @param caches the folder for Go's own caches
   */
  Command build(Program program, String binary, Path target, Path source, Path caches) {
    StringBuilder flags = new StringBuilder("-s -w");
    program.variables().forEach(variable -> flags.append(" -X ").append(variable));
    return new Command(
        List.of(
            executable,
            "build",
            "-mod=readonly",
            "-trimpath",
            "-buildvcs=false",
            // What the linker leaves out (-w) need not be made: a ninth of a build's time.
            "-gcflags=all=-dwarf=false",
            "-ldflags",
            flags.toString(),
            "-o",
            target.toString(),
            java.util.Objects.requireNonNull(program.packages().get(binary))),
        source,
        environment(caches));
  }

  /** The command that tells, as JSON, where a module's files are. */
  Command download(String module, Path source, Path caches) {
    return new Command(
        List.of(executable, "mod", "download", "-json", module), source, environment(caches));
  }

  /** The command that has a wrapper module take another one from a folder. */
  Command replace(String module, Path folder, Path source, Path caches) {
    return new Command(
        List.of(executable, "mod", "edit", "-replace=" + module + "=" + folder),
        source,
        environment(caches));
  }

  private static Map<String, String> environment(Path caches) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CGO_ENABLED", "0");
    environment.put("GOTOOLCHAIN", "auto");
    environment.put("GOWORK", "off");
    environment.put("GOFLAGS", "-modcacherw"); // or the caches could not be removed
    environment.put("GOPATH", caches.resolve("path").toString());
    environment.put("GOMODCACHE", caches.resolve("modules").toString());
    environment.put("GOCACHE", caches.resolve("objects").toString());
    return environment;
  }
}
