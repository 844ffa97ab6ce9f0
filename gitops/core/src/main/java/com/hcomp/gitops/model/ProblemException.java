package com.hcomp.gitops.model;

import java.util.List;
import java.util.stream.Collectors;

/** Ends the work with everything that was found wrong, at least one problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ProblemException(List<Problem> problems) {
    this(problems, null);
  }

  public ProblemException(
      List<Problem> problems, @org.jspecify.annotations.Nullable Throwable cause) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")), cause);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem");
    }
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
