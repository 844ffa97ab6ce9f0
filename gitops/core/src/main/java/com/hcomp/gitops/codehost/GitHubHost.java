package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.Evidence;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kohsuke.github.GHDirection;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestQueryBuilder;

/** Pull requests on GitHub, or on a GitHub Enterprise Server. */
public final class GitHubHost implements CodeHost {
  private static final int PAGE = 100;

  private final GitHubClient client;

  public GitHubHost(GitHubAddress address, Patience patience) {
    this.client = new GitHubClient(address, patience);
  }

  @Override
  public String describe() {
    return client.address().toString();
  }

  @Override
  public Map<String, PullRequest> open() {
    List<GHPullRequest> found =
        client.ask(
            "for open pull requests",
            () -> query(GHIssueState.OPEN).list().withPageSize(PAGE).toList());
    Map<String, PullRequest> open = new TreeMap<>();
    // The newest come first. There can be two from one branch, if they go into different branches.
    for (GHPullRequest each : found) {
      client.read(each).ifPresent(read -> open.putIfAbsent(read.environment(), read));
    }
    return Collections.unmodifiableMap(open);
  }

  @Override
  public Optional<PullRequest> find(String environment) {
    return newest(environment, GHIssueState.OPEN);
  }

  private Optional<PullRequest> newest(String environment, GHIssueState state) {
    return client.ask(
        "for the pull request of " + environment,
        () -> {
          String branch = PullRequest.branch(environment);
          for (GHPullRequest each : query(state).head(branch).list().withPageSize(10)) {
            Optional<PullRequest> read = client.read(each);
            if (read.isPresent()) {
              return read;
            }
          }
          return Optional.empty();
        });
  }

  private GHPullRequestQueryBuilder query(GHIssueState state) {
    return client
        .repository()
        .queryPullRequests()
        .state(state)
        .sort(GHPullRequestQueryBuilder.Sort.CREATED)
        .direction(GHDirection.DESC);
  }

  @Override
  public Proposed propose(Proposal proposal, boolean anew) {
    Optional<PullRequest> open = find(proposal.environment());
    if (open.isPresent()) {
      return updated(open.get(), proposal);
    }
    if (!anew) {
      Optional<PullRequest> closed =
          newest(proposal.environment(), GHIssueState.CLOSED)
              .filter(each -> each.state() == PullRequest.State.CLOSED)
              .filter(each -> each.plan().filter(proposal.plan()::equals).isPresent());
      if (closed.isPresent()) {
        return new Proposed.Declined(closed.get());
      }
    }
    return opened(proposal);
  }

  private Proposed opened(Proposal proposal) {
    GHPullRequest opened;
    try {
      opened =
          client.ask(
              "to open a pull request",
              () ->
                  client
                      .repository()
                      .createPullRequest(
                          proposal.title(),
                          PullRequest.branch(proposal.environment()),
                          proposal.base(),
                          proposal.body(),
                          false));
    } catch (ProblemException e) {
      // Another run may have been faster, or the answer to this one was lost.
      Optional<PullRequest> open = find(proposal.environment());
      if (open.isEmpty()) {
        throw e;
      }
      return updated(open.get(), proposal);
    }
    client.tell("to label a pull request", () -> opened.addLabels(labels(proposal.labels())));
    return new Proposed.Opened(now(opened.getNumber()));
  }

  private Proposed updated(PullRequest open, Proposal proposal) {
    List<Change> changes = changes(open, proposal);
    if (changes.isEmpty()) {
      return new Proposed.Unchanged(open);
    }
    GHPullRequest found = client.pullRequest(open.number());
    changes.forEach(
        change -> client.tell("to update pull request " + open, () -> change.make(found)));
    return new Proposed.Updated(now(open.number()));
  }

  private interface Change {
    void make(GHPullRequest found) throws IOException;
  }

  private static List<Change> changes(PullRequest open, Proposal proposal) {
    List<Change> changes = new ArrayList<>();
    if (!open.base().equals(proposal.base())) {
      changes.add(found -> found.setBaseBranch(proposal.base()));
    }
    if (!open.title().equals(proposal.title())) {
      changes.add(found -> found.setTitle(proposal.title()));
    }
    List<String> missing =
        proposal.labels().stream().filter(label -> !open.labels().contains(label)).toList();
    if (!missing.isEmpty()) {
      changes.add(found -> found.addLabels(labels(missing)));
    }
    if (!Marker.in(open.body()).equals(Optional.of(proposal.marker()))) {
      changes.add(found -> found.setBody(proposal.body()));
    }
    return changes;
  }

  private static String[] labels(List<String> names) {
    return names.toArray(String[]::new);
  }

  private PullRequest now(int number) {
    return client
        .read(client.pullRequest(number))
        .orElseThrow(
            () ->
                client
                    .problems()
                    .nonsense("for pull request #" + number, "it is from another branch")
                    .asException());
  }

  @Override
  public Evidence.Approval approval(PullRequest pullRequest) {
    return new Reviews(client).approval(pullRequest);
  }

  @Override
  public MergeOutcome merge(PullRequest pullRequest, String message) {
    return new Merging(client, pullRequest).merge(message);
  }

  @Override
  public void close(PullRequest pullRequest, String comment) {
    GHPullRequest now = client.pullRequest(pullRequest.number());
    if (GitHubClient.state(now) != PullRequest.State.OPEN) {
      return;
    }
    client.tell(
        "to close pull request " + pullRequest,
        () -> {
          // Without the hidden line it isn't taken for one that a person has turned down.
          String body = now.getBody() == null ? "" : now.getBody();
          now.setBody(Marker.removedFrom(body));
          now.close();
          now.comment(comment);
        });
  }
}
