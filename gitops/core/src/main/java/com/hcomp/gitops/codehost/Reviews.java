package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.github.GHPermissionType;
import org.kohsuke.github.GHPullRequestReview;
import org.kohsuke.github.GHPullRequestReviewState;
import org.kohsuke.github.GHUser;

/**
 * What the reviews of a pull request come to. Those of people count who may write to the repository
 * and did not open the pull request; of each the last that approves, asks for changes, or was
 * dismissed. Who asks for changes refuses until they say otherwise, whatever commit that was about;
 * an approval is for the commit that was looked at, and no other.
 */
final class Reviews {
  private static final String WISH = "for reviews";

  private final GitHubClient client;

  Reviews(GitHubClient client) {
    this.client = client;
  }

  Approval approval(PullRequest pullRequest) {
    String where = pullRequest.url().toString();
    try {
      return client.ask(WISH, () -> judged(pullRequest, where));
    } catch (ProblemException e) {
      return new Approval.Unreadable(e.problems().get(0).summary());
    }
  }

  private Approval judged(PullRequest pullRequest, String where) throws IOException {
    List<String> approving = new ArrayList<>();
    List<String> refusing = new ArrayList<>();
    for (Map.Entry<String, GHPullRequestReview> each : latest(pullRequest).entrySet()) {
      GHPullRequestReview review = each.getValue();
      boolean refuses = review.getState() == GHPullRequestReviewState.CHANGES_REQUESTED;
      boolean approves =
          review.getState() == GHPullRequestReviewState.APPROVED
              && pullRequest.head().equals(review.getCommitId());
      if ((refuses || approves) && counts(review.getUser(), pullRequest)) {
        (refuses ? refusing : approving).add(review.getUser().getLogin());
      }
    }
    if (!refusing.isEmpty()) {
      return new Approval.Refused(String.join(", ", refusing), where);
    }
    return approving.isEmpty()
        ? new Approval.Waiting(where)
        : new Approval.Given(String.join(", ", approving), where);
  }

  /** By person, in alphabetical order. GitHub lists reviews as they were given. */
  private Map<String, GHPullRequestReview> latest(PullRequest pullRequest) throws IOException {
    Map<String, GHPullRequestReview> latest = new TreeMap<>();
    for (GHPullRequestReview review :
        client.pullRequest(pullRequest.number()).listReviews().withPageSize(100)) {
      boolean decides =
          review.getState() == GHPullRequestReviewState.APPROVED
              || review.getState() == GHPullRequestReviewState.CHANGES_REQUESTED
              || review.getState() == GHPullRequestReviewState.DISMISSED;
      GHUser user = decides ? review.getUser() : null;
      // Of an account that was deleted, nobody is named.
      if (user != null) {
        latest.put(user.getLogin().toLowerCase(Locale.ROOT), review);
      }
    }
    return latest;
  }

  private boolean counts(GHUser user, PullRequest pullRequest) throws IOException {
    if (user.getLogin().equalsIgnoreCase(pullRequest.author()) || !"User".equals(user.getType())) {
      return false;
    }
    GHPermissionType permission = client.repository().getPermission(user.getLogin());
    return permission == GHPermissionType.WRITE || permission == GHPermissionType.ADMIN;
  }
}
