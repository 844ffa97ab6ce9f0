package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.Evidence;
import com.hcomp.gitops.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * No code host: the branch is all there is. What a pull request would say is written to a file; a
 * person merges the branch.
 */
public final class BranchOnly implements CodeHost {
  private final String why;
  private final Path folder;

  /**
   * @param why there is no code host, in a few words
   * @param folder where the texts are written; made when it is needed
   */
  public BranchOnly(String why, Path folder) {
    this.why = why;
    this.folder = folder;
  }

  @Override
  public String describe() {
    return "branches only: " + why;
  }

  @Override
  public Map<String, PullRequest> open() {
    return Map.of();
  }

  @Override
  public Optional<PullRequest> find(String environment) {
    return Optional.empty();
  }

  @Override
  public Proposed propose(Proposal proposal, boolean anew) {
    Path file = folder.resolve("promote-" + proposal.environment() + ".md");
    String branch = PullRequest.branch(proposal.environment());
    String text =
        "# "
            + proposal.title()
            + "\n\nThere is no pull request ("
            + why
            + "). To let this through, merge the branch `"
            + branch
            + "` into `"
            + proposal.base()
            + "`.\n\n"
            + proposal.body();
    try {
      Files.createDirectories(folder);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Problem(
              "NOT-WRITTEN",
              "What is to be approved can't be written to " + file + ": " + e + ".",
              "Make room, or make the folder writable, and run it again. The branch "
                  + branch
                  + " is pushed.")
          .asException();
    }
    return new Proposed.Written(file, branch);
  }

  @Override
  public Evidence.Approval approval(PullRequest pullRequest) {
    throw noneHere(pullRequest);
  }

  @Override
  public MergeOutcome merge(PullRequest pullRequest, String message) {
    throw noneHere(pullRequest);
  }

  @Override
  public void close(PullRequest pullRequest, String comment) {
    throw noneHere(pullRequest);
  }

  private static IllegalStateException noneHere(PullRequest pullRequest) {
    return new IllegalStateException(pullRequest + " is of another code host");
  }
}
