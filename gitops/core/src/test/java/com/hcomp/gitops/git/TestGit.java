package com.hcomp.gitops.git;

import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real repositories for tests. */
public final class TestGit {
  private TestGit() {}

  public static Git init(Path folder) {
    run(folder, "init", "--quiet", "--initial-branch=main");
    run(folder, "config", "user.name", "A Person");
    run(folder, "config", "user.email", "person@example.com");
    return Git.at(folder);
  }

  public static Path bare(Path folder) {
    run(folder, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git");
    return folder.resolve("origin.git");
  }

  public static String run(Path folder, String... arguments) {
    List<String> all = new ArrayList<>(List.of("git"));
    all.addAll(List.of(arguments));
    return Command.of(all).in(folder).output();
  }

  public static void write(Path folder, String path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }
}
