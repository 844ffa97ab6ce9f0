package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHCommitPointer;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHLabel;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/** One repository on GitHub, through the library, with errors as problems. */
final class GitHubClient {
  private final GitHubAddress address;
  private final GitHubProblems problems;
  private final Patience patience;
  private final GitHub gitHub;
  private volatile @Nullable GHRepository repository;

  GitHubClient(GitHubAddress address, Patience patience) {
    this.address = address;
    this.problems = new GitHubProblems(address);
    this.patience = patience;
    try {
      this.gitHub =
          new GitHubBuilder()
              .withEndpoint(address.api().toString())
              .withAuthorizationProvider(() -> "Bearer " + address.token())
              .withConnector(new GitHubConnection(address.api(), patience))
              .build();
    } catch (IOException e) {
      throw new IllegalStateException("it asks nobody", e);
    }
  }

  /** Something that the library is asked. */
  interface Request<T> {
    T send() throws IOException;
  }

  /** Something that the library is told. */
  interface Order {
    void send() throws IOException;
  }

  GitHubAddress address() {
    return address;
  }

  GitHubProblems problems() {
    return problems;
  }

  Patience patience() {
    return patience;
  }

  /**
   * Asks.
   *
   * @param wish what is wanted, as in "to open a pull request"
   * @throws ProblemException if it isn't answered as GitHub documents it
   */
  <T> T ask(String wish, Request<T> request) {
    try {
      return request.send();
    } catch (ProblemException | CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library trusts what it reads: an answer that lacks something ends in any exception.
      throw problems.of(wish, e);
    }
  }

  void tell(String wish, Order order) {
    ask(
        wish,
        () -> {
          order.send();
          return true;
        });
  }

  GHRepository repository() {
    GHRepository known = repository;
    if (known == null) {
      known = ask("for the repository", () -> gitHub.getRepository(address.repository()));
      if (!address.repository().equalsIgnoreCase(known.getFullName())) {
        throw problems
            .nonsense("for the repository", "it tells of '" + known.getFullName() + "'")
            .asException();
      }
      repository = known;
    }
    return known;
  }

  /** A pull request as it is now. */
  GHPullRequest pullRequest(int number) {
    return ask("for pull request #" + number, () -> repository().getPullRequest(number));
  }

  /** What we know of a pull request; empty if it doesn't come from a branch for promotions here. */
  Optional<PullRequest> read(GHPullRequest found) {
    return ask(
        "for pull requests",
        () -> {
          GHCommitPointer head = found.getHead();
          GHRepository from = head.getRepository();
          // A fork may have a branch of that name, too; where the fork is gone, it is none.
          if (from == null || !address.repository().equalsIgnoreCase(from.getFullName())) {
            return Optional.<PullRequest>empty();
          }
          Optional<String> environment = PullRequest.environment(head.getRef());
          return environment.isEmpty()
              ? Optional.<PullRequest>empty()
              : Optional.of(read(environment.get(), found));
        });
  }

  private static PullRequest read(String environment, GHPullRequest found) throws IOException {
    return new PullRequest(
        environment,
        found.getNumber(),
        URI.create(found.getHtmlUrl().toString()),
        Objects.requireNonNull(found.getBase().getRef()),
        Objects.requireNonNull(found.getHead().getSha()),
        found.getUser() == null ? "ghost" : found.getUser().getLogin(),
        Objects.requireNonNull(found.getTitle()),
        Objects.requireNonNullElse(found.getBody(), ""),
        found.getLabels().stream().map(GHLabel::getName).toList(),
        state(found));
  }

  static PullRequest.State state(GHPullRequest found) {
    if (found.getMergedAt() != null) {
      return PullRequest.State.MERGED;
    }
    return found.getState() == GHIssueState.OPEN
        ? PullRequest.State.OPEN
        : PullRequest.State.CLOSED;
  }
}
