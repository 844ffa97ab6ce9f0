package com.hcomp.gitops.platform.programs;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Programs that are ready to run.
 *
 * @param files name of the file, such as {@code kubectl} or {@code crds}, to where it is
 */
public record ProgramSet(Map<String, Path> files) {
  public ProgramSet {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /** Where a program's file is. */
  public Path path(String file) {
    Path path = files.get(file);
    if (path == null) {
      throw new IllegalArgumentException("no program " + file + " in " + files.keySet());
    }
    return path;
  }
}
