package com.hcomp.gitops.platform.programs;

import com.hcomp.gitops.process.Command;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders in which the system keeps programs.
 *
 * @param folders in the order in which they are looked into
 */
record SearchPath(List<Path> folders) {
  SearchPath {
    folders = List.copyOf(folders);
  }

  /** What PATH names, and where root's programs are, which it may leave out. */
  static SearchPath current() {
    String path = System.getenv().getOrDefault("PATH", "");
    List<String> names = new ArrayList<>(Arrays.asList(path.split(File.pathSeparator, -1)));
    names.addAll(List.of("/usr/sbin", "/sbin"));
    return new SearchPath(names.stream().filter(name -> !name.isEmpty()).map(Path::of).toList());
  }

  Optional<Path> find(String name) {
    return folders.stream()
        .flatMap(folder -> Stream.of(folder.resolve(name), folder.resolve(name + ".exe")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Helm, if it is one that does what we ask of it. */
  Optional<Path> helm4() {
    return find("helm").filter(SearchPath::isHelm4);
  }

  private static boolean isHelm4(Path helm) {
    try {
      return Command.of(helm.toString(), "version", "--template", "{{.Version}}")
          .run()
          .output()
          .startsWith("v4.");
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
