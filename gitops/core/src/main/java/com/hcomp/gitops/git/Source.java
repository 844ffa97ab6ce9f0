package com.hcomp.gitops.git;

import com.hcomp.gitops.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an artifact is made from, and so what it is named by: the last commit that touched its
 * inputs, and what was changed since and not committed.
 *
 * @param commit the full commit
 * @param time when it was committed
 * @param uncommitted 8 hexadecimal digits that stand for the uncommitted inputs; empty if there are
 *     none
 */
public record Source(String commit, Instant time, Optional<String> uncommitted) {
  private static final int TAG_DIGITS = 12;

  /**
   * Finds it.
   *
   * @param git the repository
   * @param inputs files and folders, relative to the repository's top
   * @throws com.hcomp.gitops.model.ProblemException if history is cut off or no commit has them
   */
  public static Source of(Git git, List<String> inputs) {
    git.refuseShallow("the commit that names the image may be cut off");
    String last = git.output(withPaths(List.of("log", "-1", "--format=%H %cI"), inputs));
    if (last.isBlank()) {
      throw new Problem(
              "NOT-COMMITTED",
              String.join(", ", inputs)
                  + " were never committed; artifacts are named by their"
                  + " commits.",
              "Commit them:  git add -A && git commit")
          .asException();
    }
    String[] parts = last.split(" ");
    Instant time = OffsetDateTime.parse(parts[1]).toInstant();
    return new Source(parts[0], time, uncommitted(git, inputs));
  }

  /** The tags that the inputs' commits give up to a commit, the newest first. */
  public static List<String> tags(Git git, String commit, List<String> inputs) {
    return git.output(withPaths(List.of("log", "--format=%H", commit), inputs))
        .lines()
        .map(each -> each.substring(0, TAG_DIGITS))
        .toList();
  }

  /** {@code 9f31c2a4b7de}, or {@code 9f31c2a4b7de-g1a2b3c4d} with uncommitted changes. */
  public String tag() {
    return commit.substring(0, TAG_DIGITS) + uncommitted.map(digits -> "-g" + digits).orElse("");
  }

  /** The whole commit, with the same addition as the tag. */
  public String revision() {
    return commit + uncommitted.map(digits -> "-g" + digits).orElse("");
  }

  private static Optional<String> uncommitted(Git git, List<String> inputs) {
    String changes =
        git.output(withPaths(List.of("status", "--porcelain", "--untracked-files=all"), inputs));
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    Path index = temporaryIndex();
    try {
      Git scratch = git.with(Map.of("GIT_INDEX_FILE", index.toString()));
      scratch.output("read-tree", "HEAD");
      scratch.output(withPaths(List.of("add", "--all"), inputs));
      String listing = scratch.output(withPaths(List.of("ls-files", "--stage"), inputs));
      return Optional.of(com.hcomp.gitops.model.Digest.of(listing).hex(8));
    } finally {
      delete(index);
    }
  }

  private static String[] withPaths(List<String> arguments, List<String> paths) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--");
    all.addAll(paths);
    return all.toArray(String[]::new);
  }

  private static Path temporaryIndex() {
    try {
      Path index = Files.createTempFile("hcomp-index", "");
      Files.delete(index);
      return index;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
