package com.hcomp.gitops.codehost;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The Git side of a fake GitHub: a real bare repository, in which merges are made. */
final class FakeGitHubRepository {
  private final Path bare;
  private final Map<String, Boolean> ancestors = new ConcurrentHashMap<>();
  private final Map<String, Boolean> conflicts = new ConcurrentHashMap<>();

  FakeGitHubRepository(Path bare) {
    this.bare = bare;
  }

  /** Read as Git keeps them: it is asked for many times in each request. */
  Optional<String> head(String branch) {
    String ref = "refs/heads/" + branch;
    try {
      Path loose = bare.resolve(ref);
      if (Files.isRegularFile(loose)) {
        return Optional.of(Files.readString(loose).strip());
      }
      Path packed = bare.resolve("packed-refs");
      return Files.exists(packed)
          ? Files.readAllLines(packed).stream()
              .filter(line -> line.endsWith(" " + ref))
              .map(line -> line.substring(0, line.indexOf(' ')))
              .findFirst()
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAncestor(String ancestor, String descendant) {
    return ancestors.computeIfAbsent(
        ancestor + " " + descendant,
        both -> run("merge-base", "--is-ancestor", ancestor, descendant).exitStatus() == 0);
  }

  boolean conflict(String base, String head) {
    return conflicts.computeIfAbsent(
        base + " " + head,
        both ->
            inClone(base, clone -> clone.run("merge", "--quiet", "--no-commit", "--no-ff", head))
                    .exitStatus()
                != 0);
  }

  /**
   * Merges as GitHub does.
   *
   * @return the commit that the base branch has then; empty if it was moved meanwhile
   */
  Optional<String> merge(String base, String head, String method, String message) {
    String before = head(base).orElseThrow();
    return inClone(
        before,
        clone -> {
          switch (method) {
            case "merge" -> clone.output("merge", "--quiet", "--no-ff", "-m", message, head);
            case "squash" -> {
              clone.output("merge", "--quiet", "--squash", head);
              clone.output("commit", "--quiet", "-m", message);
            }
            default -> clone.output("cherry-pick", before + ".." + head);
          }
          String made = clone.commit("HEAD").orElseThrow();
          return clone.push("origin", "HEAD:refs/heads/" + base)
              ? Optional.of(made)
              : Optional.empty();
        });
  }

  private Command.Result run(String... arguments) {
    String[] all =
        Stream.concat(Stream.of("git", "--git-dir", bare.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    return Command.of(all).run();
  }

  private <T> T inClone(String commit, Function<Git, T> work) {
    try {
      Path folder = Files.createTempDirectory("fake-github");
      try {
        Git clone =
            Git.objects(bare, folder.resolve("clone"))
                .with(
                    Map.of(
                        "GIT_AUTHOR_NAME", "acme-promoter[bot]",
                        "GIT_AUTHOR_EMAIL", "promoter@users.noreply.github.com",
                        "GIT_COMMITTER_NAME", "GitHub",
                        "GIT_COMMITTER_EMAIL", "noreply@github.com"));
        clone.output("checkout", "--quiet", "--detach", commit);
        return work.apply(clone);
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
