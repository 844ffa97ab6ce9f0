package com.hcomp.gitops.codehost;

import java.nio.file.Path;

/** What became of a proposal. */
public sealed interface Proposed {
  /** There was none; it was opened. */
  record Opened(PullRequest pullRequest) implements Proposed {}

  /** The open one said something else; it was brought up to date. */
  record Updated(PullRequest pullRequest) implements Proposed {}

  /** The open one says all of it already. */
  record Unchanged(PullRequest pullRequest) implements Proposed {}

  /**
   * A person closed the pull request for this very plan: none was opened.
   *
   * @param pullRequest the closed one
   */
  record Declined(PullRequest pullRequest) implements Proposed {}

  /**
   * There is no code host: the text was written to a file, and the branch is all there is.
   *
   * @param file where the text is
   * @param branch the branch for people to look at and to merge
   */
  record Written(Path file, String branch) implements Proposed {}
}
