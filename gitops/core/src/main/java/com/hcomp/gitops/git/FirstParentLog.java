package com.hcomp.gitops.git;

import com.hcomp.gitops.git.Commit.Trailer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a branch's own commits changed, each compared with its first parent. */
public final class FirstParentLog {
  /** Fields end with NUL, which no commit message can hold. */
  private static final String FORMAT =
      "--format=%x00%H%x00%ct%x00%an%x00%s%x00%(trailers:only,unfold)%x00";

  private static final int FIELDS = 6;

  private FirstParentLog() {}

  /**
   * A file that a commit changed.
   *
   * @param commit the commit; for a merge, the merge itself
   * @param path the file, from the repository's top
   * @param blob its content's name after the commit; empty if the commit removed it
   */
  public record Change(Commit commit, String path, Optional<String> blob) {}

  /**
   * Every change to a file in a folder, the newest first, with one run of git.
   *
   * @param from the commit to begin with
   */
  public static List<Change> changes(Git git, String from, String folder) {
    String log =
        git.output(
            "-c",
            "log.showSignature=false",
            "-c",
            "log.diffMerges=first-parent",
            "log",
            "--first-parent",
            "-m",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "--no-color",
            "--no-notes",
            "--encoding=UTF-8",
            FORMAT,
            from,
            "--",
            folder);
    List<Change> changes = new ArrayList<>();
    String[] fields = log.split("\0", -1);
    for (int i = 1; i + FIELDS <= fields.length; i += FIELDS) {
      Commit commit =
          new Commit(
              fields[i],
              Instant.ofEpochSecond(Long.parseLong(fields[i + 1])),
              fields[i + 2],
              fields[i + 3],
              trailers(fields[i + 4]));
      fields[i + 5]
          .lines()
          .filter(line -> line.startsWith(":"))
          .map(line -> change(commit, line))
          .forEach(changes::add);
    }
    return changes;
  }

  /** {@code :<mode> <mode> <blob before> <blob after> <status>\t<path>}. */
  private static Change change(Commit commit, String line) {
    String[] parts = line.split("\t", 2);
    String[] columns = parts[0].split(" ");
    boolean removed = columns[4].equals("D");
    return new Change(commit, parts[1], removed ? Optional.empty() : Optional.of(columns[3]));
  }

  private static List<Trailer> trailers(String text) {
    return text.lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> new Trailer(parts[0].strip(), parts[1].strip()))
        .toList();
  }
}
