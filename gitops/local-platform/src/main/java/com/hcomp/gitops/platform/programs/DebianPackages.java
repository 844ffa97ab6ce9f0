package com.hcomp.gitops.platform.programs;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Takes a program out of Debian's packages without installing anything. */
final class DebianPackages {
  private final Path cache;
  private final Program.Platform platform;

  DebianPackages(Path cache, Program.Platform platform) {
    this.cache = cache;
    this.platform = platform;
  }

  /** The program's folder in the cache. */
  Path folder(SystemProgram program) {
    return cache.resolve(program.name() + "-debian-" + codename() + "-" + platform.architecture());
  }

  /** Whether packages can be taken on this machine. */
  static boolean available() {
    return Files.isExecutable(Path.of("/usr/bin/apt-get"))
        && Files.isExecutable(Path.of("/usr/bin/dpkg"));
  }

  /** Fetches the packages that this machine lacks, and unpacks them into the program's folder. */
  void take(SystemProgram program, Path lists) {
    try {
      Path unfinished = Files.createTempDirectory(cache, GoBuild.UNFINISHED);
      Path archives = unfinished.resolve("archives");
      Folders.make(lists.resolve("partial"));
      Folders.make(archives.resolve("partial"));
      List<String> apt =
          List.of(
              "apt-get",
              "-qq",
              "-o",
              "Dir::State::lists=" + lists,
              "-o",
              "Dir::Cache=" + unfinished,
              "-o",
              "Dir::Cache::archives=" + archives,
              "-o",
              "Debug::NoLocking=1",
              "-o",
              "APT::Sandbox::User=root");
      Command.of(apt).and("update").output();
      Command.of(apt)
          .and("-y", "--no-install-recommends", "--download-only", "install")
          .and(program.packageName())
          .output();
      Path root = Folders.make(unfinished.resolve("root"));
      for (Path archive : Folders.list(archives)) {
        if (archive.toString().endsWith(".deb")) {
          Command.of("dpkg", "-x", archive.toString(), root.toString()).output();
        }
      }
      Folders.delete(archives);
      Files.writeString(unfinished.resolve(program.name()), wrapper(program, root));
      Folders.executable(unfinished.resolve(program.name()));
      Inventory.take(unfinished);
      Files.move(unfinished, folder(program), StandardCopyOption.ATOMIC_MOVE);
    } catch (CommandFailed e) {
      throw failed(program, e).asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem failed(SystemProgram program, CommandFailed failure) {
    return new Problem(
        "PACKAGE-FETCH",
        "The Debian package " + program.packageName() + " could not be taken.",
        failure.result().errors().lines().map(line -> "| " + line).toList(),
        "Install it yourself and try again:\napt-get install " + program.packageName());
  }

  /**
   * A script that runs the program with the libraries that came along, wherever the folder with
   * both is by then.
   *
   * @param root the folder {@code root} beside the script
   */
  static String wrapper(SystemProgram program, Path root) throws IOException {
    Path executable =
        program.places().stream()
            .map(root::resolve)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new IOException(program.packageName() + " has no " + program.places()));
    List<String> libraries = new ArrayList<>();
    for (String folder : List.of("usr/lib", "lib")) {
      for (Path path : Folders.list(root.resolve(folder))) {
        if (path.getFileName().toString().contains("-linux-")) {
          libraries.add("$root/" + root.relativize(path));
        }
      }
    }
    return "#!/bin/sh\nscript=\"$(readlink -f \"$0\")\"\nroot=\"${script%/*}/root\"\n"
        + (libraries.isEmpty()
            ? ""
            : "export LD_LIBRARY_PATH=\"" + String.join(":", libraries) + "\"\n")
        + "exec \"$root/"
        + root.relativize(executable)
        + "\" \"$@\"\n";
  }

  private static String codename() {
    try {
      return Files.readAllLines(Path.of("/etc/os-release")).stream()
          .filter(line -> line.startsWith("VERSION_CODENAME="))
          .map(line -> line.substring("VERSION_CODENAME=".length()).replace("\"", ""))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
