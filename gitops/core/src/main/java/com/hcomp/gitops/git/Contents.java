package com.hcomp.gitops.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads files out of commits. */
public final class Contents {
  private Contents() {}

  /**
   * The files' bytes, in the order of their names, with one run of git; empty where there is none.
   *
   * @param names of blobs, or {@code <commit>:<path>}
   */
  public static List<Optional<byte[]>> of(Git git, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    byte[] input = (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] answer = git.output(input, "cat-file", "--batch", "--buffer");
    List<Optional<byte[]>> contents = new ArrayList<>(names.size());
    int at = 0;
    while (at < answer.length) {
      int lineEnd = at;
      while (answer[lineEnd] != '\n') {
        lineEnd++;
      }
      // <object> <type> <size>, or <name> missing
      String[] header = new String(answer, at, lineEnd - at, StandardCharsets.UTF_8).split(" ");
      at = lineEnd + 1;
      if (header.length != 3) {
        contents.add(Optional.empty());
        continue;
      }
      int size = Integer.parseInt(header[2]);
      boolean isFile = header[1].equals("blob");
      contents.add(
          isFile ? Optional.of(Arrays.copyOfRange(answer, at, at + size)) : Optional.empty());
      at += size + 1;
    }
    return contents;
  }
}
