package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.Evidence;
import java.util.Map;
import java.util.Optional;

/** Pull requests on GitHub, or on a GitHub Enterprise Server. */
public final class GitHubHost implements CodeHost {
  @Override
  public String describe() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, PullRequest> open() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<PullRequest> find(String environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Proposed propose(Proposal proposal, boolean anew) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Evidence.Approval approval(PullRequest pullRequest) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MergeOutcome merge(PullRequest pullRequest, String message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close(PullRequest pullRequest, String comment) {
    throw new UnsupportedOperationException();
  }
}
