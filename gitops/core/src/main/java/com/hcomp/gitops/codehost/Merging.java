package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequest.MergeMethod;

/**
 * Merges one pull request. Whoever may go past the rules of a branch merges in spite of them when
 * GitHub is asked to; so it is asked only when it shows nothing in the way. What became of it is
 * read back: an answer may be lost, and a refusal says why only in words.
 */
final class Merging {
  private final GitHubClient client;
  private final PullRequest wanted;
  private final String wish;

  Merging(GitHubClient client, PullRequest wanted) {
    this.client = client;
    this.wanted = wanted;
    this.wish = "to merge pull request " + wanted;
  }

  MergeOutcome merge(String message) {
    GHPullRequest before = client.pullRequest(wanted.number());
    Optional<MergeOutcome> known = settled(before);
    if (known.isPresent()) {
      return known.get();
    }
    BranchRules rules = BranchRules.of(client, wanted.base());
    if (rules.methods().isEmpty()) {
      return blocked(
          "The repository and the rules of " + wanted.base() + " have no way of merging in common.",
          List.of());
    }
    Optional<MergeOutcome> obstacle = inTheWay(before, rules, List.of());
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    List<String> said = List.of();
    // Twice: GitHub refuses once when somebody pushes to the base at the same moment.
    for (MergeMethod method : twice(rules.methods())) {
      Optional<ProblemException> refusal = tell(before, method, message);
      if (refusal.isEmpty()) {
        return merged();
      }
      Optional<MergeOutcome> reason = reason(refusal.get(), rules);
      if (reason.isPresent()) {
        return reason.get();
      }
      // GitHub calls it mergeable: a ruleset may want another way.
      said = error(refusal.get()).said();
    }
    return blocked("GitHub calls it mergeable and refuses every way of merging.", said);
  }

  private static List<MergeMethod> twice(List<MergeMethod> methods) {
    List<MergeMethod> all = new ArrayList<>(methods);
    all.addAll(methods);
    return all;
  }

  /** Has it merged in one way; gives the refusal, if there is one. */
  private Optional<ProblemException> tell(GHPullRequest now, MergeMethod method, String message) {
    // Of a merge commit GitHub chooses the subject.
    String text = method == MergeMethod.MERGE ? wanted.title() + "\n\n" + message : message;
    try {
      client.tell(wish, () -> now.merge(text, wanted.head(), method));
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e);
    }
  }

  /** What needs no look at rules: merged already, closed, or another commit. */
  private Optional<MergeOutcome> settled(GHPullRequest now) {
    return client.ask(
        wish,
        () ->
            switch (GitHubClient.state(now)) {
              case MERGED ->
                  Optional.of(
                      new MergeOutcome.Merged(Objects.requireNonNull(now.getMergeCommitSha())));
              case CLOSED -> Optional.of(new MergeOutcome.Closed());
              case OPEN ->
                  now.getHead().getSha().equals(wanted.head())
                      ? Optional.empty()
                      : Optional.of(new MergeOutcome.HeadMoved(now.getHead().getSha()));
            });
  }

  /** GitHub said that it did; what is read may be a moment behind. */
  private MergeOutcome merged() {
    for (int attempt = 1; attempt <= client.patience().attempts(); attempt++) {
      GHPullRequest now = client.pullRequest(wanted.number());
      if (GitHubClient.state(now) == PullRequest.State.MERGED) {
        return settled(now).orElseThrow();
      }
      GitHubConnection.pause(client.patience().after(attempt));
    }
    throw client
        .problems()
        .nonsense(wish, "it said that it did, and shows it as open")
        .asException();
  }

  /** What a refusal comes to; empty if nothing is in the way that GitHub shows. */
  private Optional<MergeOutcome> reason(ProblemException refusal, BranchRules rules) {
    GitHubError error = error(refusal);
    boolean mayBeDone = error.leavesOpenWhetherItWasDone();
    boolean told = error.status() == 405 || error.status() == 409 || error.status() == 422;
    if (!mayBeDone && !told) {
      throw refusal;
    }
    GHPullRequest now = client.pullRequest(wanted.number());
    Optional<MergeOutcome> known = settled(now);
    if (known.isPresent()) {
      return known;
    }
    if (mayBeDone) {
      throw refusal;
    }
    return inTheWay(now, rules, error.said());
  }

  private static GitHubError error(ProblemException refusal) {
    for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof GitHubError error) {
        return error;
      }
    }
    throw refusal;
  }

  private Optional<MergeOutcome> inTheWay(GHPullRequest now, BranchRules rules, List<String> said) {
    return switch (mergeability(now)) {
      case "clean", "unstable", "has_hooks" -> Optional.empty();
      case "dirty" ->
          Optional.of(
              new MergeOutcome.NotMergeable(wanted.base() + " has moved, and they conflict"));
      case "behind" ->
          Optional.of(
              new MergeOutcome.NotMergeable(
                  wanted.base() + " has moved, and a rule wants its newest commit in the branch"));
      case "blocked" -> Optional.of(blockedBy(rules, said));
      case "draft" -> Optional.of(blocked("It was made a draft.", said));
      default -> Optional.of(new MergeOutcome.ChecksPending(List.of()));
    };
  }

  /** GitHub's word for it. It makes up its mind when it is first asked. */
  private String mergeability(GHPullRequest first) {
    GHPullRequest now = first;
    for (int attempt = 1; ; attempt++) {
      GHPullRequest asked = now;
      String state =
          Objects.requireNonNullElse(client.ask(wish, asked::getMergeableState), "unknown");
      if (!state.equals("unknown") || attempt >= client.patience().attempts()) {
        return state;
      }
      GitHubConnection.pause(client.patience().after(attempt));
      now = client.pullRequest(wanted.number());
    }
  }

  private MergeOutcome blockedBy(BranchRules rules, List<String> said) {
    Checks checks = Checks.of(client, wanted.head(), rules.checks());
    if (!checks.failed().isEmpty()) {
      return new MergeOutcome.ChecksFailed(
          checks.failed(),
          new Problem(
              "CHECKS-FAILED",
              "Pull request "
                  + wanted
                  + " for "
                  + wanted.environment()
                  + " is not merged: "
                  + String.join(", ", checks.failed())
                  + " failed.",
              details(said),
              "Run what failed again, or mend it on "
                  + wanted.base()
                  + ": the promotion is planned anew then."));
    }
    return checks.pending().isEmpty()
        ? blocked(rule(rules), said)
        : new MergeOutcome.ChecksPending(checks.pending());
  }

  private String rule(BranchRules rules) {
    return "A rule of "
        + wanted.base()
        + " is in the way"
        + (rules.reviews().isEmpty()
            ? "."
            : "; it asks for " + String.join(", ", rules.reviews()) + ".");
  }

  private MergeOutcome blocked(String why, List<String> said) {
    return new MergeOutcome.BranchProtected(
        new Problem(
            "BRANCH-PROTECTED",
            "Pull request " + wanted + " for " + wanted.environment() + " is not merged. " + why,
            details(said),
            "Give it what the rules ask for, most often another approval, and run it again:\n"
                + "mvn gitops:advance"));
  }

  private List<String> details(List<String> said) {
    List<String> details = new ArrayList<>();
    said.forEach(line -> details.add("GitHub: " + line));
    details.add(wanted.url().toString());
    return details;
  }
}
