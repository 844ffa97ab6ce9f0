package com.hcomp.gitops.codehost;

import static com.hcomp.gitops.codehost.FakeGitHubAnswer.JSON;

import java.util.Locale;
import java.util.Optional;

/** Merges as GitHub does when it is asked to, or refuses with its words. */
final class FakeGitHubMerge {
  private final FakeGitHubState state;

  FakeGitHubMerge(FakeGitHubState state) {
    this.state = state;
  }

  FakeGitHubAnswer merge(int number, FakeGitHubRequest request) {
    Optional<FakePullRequest> found = state.find(number);
    if (found.isEmpty()) {
      return FakeGitHubAnswer.error(404, "Not Found");
    }
    FakePullRequest pullRequest = found.get();
    String method = request.text("merge_method", "merge");
    if (!pullRequest.open) {
      return FakeGitHubAnswer.error(405, "Pull Request is not mergeable");
    }
    if (!request.text("sha", pullRequest.head).equals(pullRequest.head)) {
      return FakeGitHubAnswer.error(
          409, "Head branch was modified. Review and try the merge again.");
    }
    if (!state.repositoryMethods.contains(method)) {
      String name = method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
      return FakeGitHubAnswer.error(405, name + " merges are not allowed on this repository.");
    }
    Optional<FakeGitHubAnswer> refused = refused(pullRequest, method);
    if (refused.isPresent()) {
      return refused.get();
    }
    Optional<String> made =
        state.git.merge(
            pullRequest.base,
            pullRequest.head,
            method,
            title(pullRequest, method) + "\n\n" + request.text("commit_message", ""));
    if (made.isEmpty()) {
      return FakeGitHubAnswer.error(
          405, "Base branch was modified. Review and try the merge again.");
    }
    pullRequest.open = false;
    pullRequest.mergeCommit = made.get();
    return FakeGitHubAnswer.of(
        200,
        JSON.createObjectNode()
            .put("sha", made.get())
            .put("merged", true)
            .put("message", "Pull Request successfully merged"));
  }

  private Optional<FakeGitHubAnswer> refused(FakePullRequest pullRequest, String method) {
    String mergeability = state.decided(pullRequest);
    Optional<String> rule = state.inTheWay(pullRequest);
    if (mergeability.equals("dirty")) {
      return Optional.of(FakeGitHubAnswer.error(405, "Pull Request is not mergeable"));
    }
    if (state.bypass) {
      return Optional.empty();
    }
    if (rule.isPresent()) {
      return Optional.of(FakeGitHubAnswer.error(405, rule.get()));
    }
    if (mergeability.equals("draft")) {
      return Optional.of(FakeGitHubAnswer.error(405, "Pull Request is still a draft"));
    }
    if (mergeability.equals("behind")) {
      return Optional.of(FakeGitHubAnswer.error(405, "Head branch is out of date"));
    }
    return state.rulesetMethods.contains(method)
        ? Optional.empty()
        : Optional.of(
            FakeGitHubAnswer.error(
                405, "Repository rule violations found\n\nMerge method is not allowed\n\n"));
  }

  private String title(FakePullRequest pullRequest, String method) {
    return method.equals("merge")
        ? "Merge pull request #"
            + pullRequest.number
            + " from "
            + state.owner()
            + "/"
            + pullRequest.branch
        : pullRequest.title + " (#" + pullRequest.number + ")";
  }
}
