package com.hcomp.gitops.model;

import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param file the file
 * @param line the line, from 1; 0 where the file as a whole is meant
 */
public record Location(Path file, int line) {
  public Location {
    if (line < 0) {
      throw new IllegalArgumentException("line " + line + " of " + file);
    }
  }

  @Override
  public String toString() {
    return line == 0 ? file.toString() : file + ":" + line;
  }
}
