package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kohsuke.github.GHPullRequest.MergeMethod;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHRepositoryRule;
import org.kohsuke.github.GHRepositoryRule.BooleanParameter;
import org.kohsuke.github.GHRepositoryRule.Parameters;
import org.kohsuke.github.GHRepositoryRule.StatusCheckConfiguration;

/**
 * What the rulesets of a branch ask of a merge. What they can't be asked (an older GitHub
 * Enterprise Server, a branch that is protected the older way) GitHub itself enforces all the same.
 *
 * @param methods how merging may be allowed, the best first; a ruleset can still forbid the first
 * @param checks the names of the checks that must have succeeded, in alphabetical order
 * @param reviews what is asked of reviews, for people
 */
record BranchRules(List<MergeMethod> methods, Set<String> checks, List<String> reviews) {
  // A squash is one commit, with our title as its subject and our message below. Of a merge commit
  // GitHub chooses the subject, and a rebase has the message of the branch.
  private static final List<MergeMethod> PREFERENCE =
      List.of(MergeMethod.SQUASH, MergeMethod.MERGE, MergeMethod.REBASE);

  static BranchRules of(GitHubClient client, String branch) {
    GHRepository repository = client.repository();
    List<MergeMethod> allowed = new ArrayList<>(PREFERENCE);
    if (repository.isAllowSquashMerge()
        || repository.isAllowMergeCommit()
        || repository.isAllowRebaseMerge()) {
      // Else it isn't told, and GitHub decides.
      allowed.removeIf(method -> !allows(repository, method));
    }
    BranchRules rules = new BranchRules(allowed, new TreeSet<>(), new ArrayList<>());
    for (GHRepositoryRule rule : rules(client, branch)) {
      client.tell("for the rules of " + branch, () -> rules.read(rule));
    }
    return rules;
  }

  private static List<GHRepositoryRule> rules(GitHubClient client, String branch) {
    try {
      return client.ask(
          "for the rules of " + branch,
          () -> client.repository().listRulesForBranch(branch).toList());
    } catch (ProblemException e) {
      if (e.problems().get(0).code().equals("GITHUB-MISSING")) {
        return List.of();
      }
      throw e;
    }
  }

  private static boolean allows(GHRepository repository, MergeMethod method) {
    return switch (method) {
      case SQUASH -> repository.isAllowSquashMerge();
      case MERGE -> repository.isAllowMergeCommit();
      case REBASE -> repository.isAllowRebaseMerge();
    };
  }

  private void read(GHRepositoryRule rule) throws IOException {
    switch (rule.getType()) {
      case REQUIRED_LINEAR_HISTORY -> methods.remove(MergeMethod.MERGE);
      case REQUIRED_STATUS_CHECKS ->
          rule.getParameter(Parameters.REQUIRED_STATUS_CHECKS).orElse(List.of()).stream()
              .map(StatusCheckConfiguration::getContext)
              .forEach(checks::add);
      case PULL_REQUEST -> {
        rule.getParameter(Parameters.REQUIRED_APPROVING_REVIEW_COUNT)
            .filter(count -> count > 0)
            .ifPresent(count -> reviews.add("approvals: " + count));
        read(rule, Parameters.REQUIRE_CODE_OWNER_REVIEW, "a code owner's approval");
        read(rule, Parameters.REQUIRE_LAST_PUSH_APPROVAL, "an approval after the last push");
        read(rule, Parameters.REQUIRED_REVIEW_THREAD_RESOLUTION, "all conversations resolved");
      }
      default -> {
        // Not about pull requests.
      }
    }
  }

  private void read(GHRepositoryRule rule, BooleanParameter asked, String what) throws IOException {
    if (rule.getParameter(asked).orElse(false)) {
      reviews.add(what);
    }
  }
}
