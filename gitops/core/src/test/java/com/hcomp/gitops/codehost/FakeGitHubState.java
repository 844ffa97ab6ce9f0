package com.hcomp.gitops.codehost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a fake GitHub knows of its one repository. Guarded by the fake's lock. */
final class FakeGitHubState {
  /** A check run or a commit status of a commit. */
  record Check(String name, boolean isRun, String status, String conclusion) {
    boolean succeeded() {
      return conclusion.equals("success");
    }

    boolean ended() {
      return status.equals("completed");
    }
  }

  final String name;
  final FakeGitHubRepository git;
  final List<FakePullRequest> pullRequests = new ArrayList<>();

  /** By login: admin, write, read or none. */
  final Map<String, String> people = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** What the token may do. */
  final Map<String, String> permissions = new LinkedHashMap<>();

  /** By commit. */
  final Map<String, List<Check>> checks = new LinkedHashMap<>();

  final Set<String> requiredChecks = new LinkedHashSet<>();
  final Set<String> repositoryMethods = new LinkedHashSet<>(List.of("squash", "merge", "rebase"));
  final Set<String> rulesetMethods = new LinkedHashSet<>(repositoryMethods);
  boolean upToDate;

  /** Whether the token's owner may go past the rules: GitHub merges then, whatever it shows. */
  boolean bypass;

  int requiredApprovals;

  /** How often it has yet to say that it has not made up its mind about merging. */
  int undecided;

  FakeGitHubState(String name, FakeGitHubRepository git) {
    this.name = name;
    this.git = git;
    permissions.putAll(
        Map.of(
            "metadata", "read",
            "contents", "write",
            "pull_requests", "write",
            "checks", "read",
            "statuses", "read"));
  }

  String owner() {
    return name.substring(0, name.indexOf('/'));
  }

  boolean may(String permission, String access) {
    String has = permissions.getOrDefault(permission, "");
    return has.equals(access) || has.equals("write");
  }

  Optional<FakePullRequest> find(int number) {
    look();
    return pullRequests.stream().filter(each -> each.number == number).findFirst();
  }

  /** Takes in what was pushed since. */
  void look() {
    for (FakePullRequest each : pullRequests) {
      if (!each.open || !each.headRepository.equals(name)) {
        continue;
      }
      Optional<String> head = git.head(each.branch);
      String base = git.head(each.base).orElseThrow();
      head.ifPresent(commit -> each.head = commit);
      if (git.isAncestor(each.head, base)) {
        each.open = false;
        each.mergeCommit = each.head;
      } else if (head.isEmpty()) {
        each.open = false;
      }
    }
  }

  List<Check> checksOf(String commit) {
    return checks.getOrDefault(commit, List.of());
  }

  /** As GitHub's mergeable_state. */
  String mergeability(FakePullRequest pullRequest) {
    if (undecided > 0) {
      undecided--;
      return "unknown";
    }
    return decided(pullRequest);
  }

  /** The same, once it has made up its mind. */
  String decided(FakePullRequest pullRequest) {
    String base = git.head(pullRequest.base).orElseThrow();
    if (git.conflict(base, pullRequest.head)) {
      return "dirty";
    }
    if (pullRequest.draft) {
      return "draft";
    }
    if (inTheWay(pullRequest).isPresent()) {
      return "blocked";
    }
    if (upToDate && !git.isAncestor(base, pullRequest.head)) {
      return "behind";
    }
    return checksOf(pullRequest.head).stream().allMatch(Check::succeeded) ? "clean" : "unstable";
  }

  /** GitHub's words for the rule that forbids merging now. */
  Optional<String> inTheWay(FakePullRequest pullRequest) {
    for (String required : requiredChecks) {
      Optional<Check> check =
          checksOf(pullRequest.head).stream().filter(c -> c.name().equals(required)).findFirst();
      if (check.isEmpty()) {
        return Optional.of("Required status check \"" + required + "\" is expected.");
      }
      if (!check.get().ended()) {
        return Optional.of("Required status check \"" + required + "\" is in progress.");
      }
      if (!check.get().succeeded()) {
        return Optional.of("Required status check \"" + required + "\" is failing.");
      }
    }
    long approvals = pullRequest.reviews.stream().filter(r -> r.state.equals("APPROVED")).count();
    return approvals < requiredApprovals
        ? Optional.of(
            "At least "
                + requiredApprovals
                + " approving review is required by reviewers with write access.")
        : Optional.empty();
  }
}
