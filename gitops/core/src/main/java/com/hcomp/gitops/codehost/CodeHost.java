package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.Evidence;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where people look at promotions and approve them: at most one open pull request for each
 * environment, from the branch {@code promote/<environment>} of the same repository.
 *
 * <p>The branch itself is Git's: whoever proposes has pushed it before. What can't be asked or done
 * is a {@link com.hcomp.gitops.model.ProblemException}; nothing is half done then that the next run
 * doesn't see and finish.
 */
public sealed interface CodeHost permits GitHubHost, BranchOnly {
  /**
   * The code host that the variables of GitHub Actions name: GITHUB_TOKEN or GH_TOKEN,
   * GITHUB_REPOSITORY (else the remote's), GITHUB_API_URL; without a token, or where the remote is
   * not on that GitHub, branches only.
   *
   * @param environment the variables; none for the local platform's own Git
   * @param origin the URL of the remote that is pushed to; empty if it is not known
   * @param folder where texts are written that no code host takes
   * @throws com.hcomp.gitops.model.ProblemException GITHUB-SETTINGS if a variable is malformed
   */
  static CodeHost of(Map<String, String> environment, Optional<String> origin, Path folder) {
    GitHubAddress.Found found = GitHubAddress.find(environment, origin);
    return found
        .address()
        .<CodeHost>map(address -> new GitHubHost(address, Patience.usual()))
        .orElseGet(() -> new BranchOnly(found.why(), folder));
  }

  /** For people: the repository's address, or why there are only branches. */
  String describe();

  /** All open pull requests for promotions, by environment, in alphabetical order. */
  Map<String, PullRequest> open();

  /** The open pull request of one environment; empty if there is none. */
  Optional<PullRequest> find(String environment);

  /**
   * Opens the environment's pull request, or brings the open one up to date: base, title, labels
   * and text. One that says all of it already is left alone, so that nobody is told of nothing.
   *
   * @param anew whether a pull request is opened although a person has closed one for the same
   *     plan: true where a person asks for it by name
   */
  Proposed propose(Proposal proposal, boolean anew);

  /**
   * How the approval stands, for exactly the head commit that {@code pullRequest} has. Whether that
   * commit is what is planned now is for the caller to know. Doesn't throw problems: what can't be
   * read is {@link Evidence.Approval.Unreadable}.
   */
  Evidence.Approval approval(PullRequest pullRequest);

  /**
   * Merges exactly the head commit that {@code pullRequest} has. When the answer is lost, asks
   * whether it was merged.
   *
   * @param message what the commit on the base branch says below its subject, trailers included
   */
  MergeOutcome merge(PullRequest pullRequest, String message);

  /** Closes it without merging, because it is overtaken, and says why. Closed ones stay as is. */
  void close(PullRequest pullRequest, String comment);
}
