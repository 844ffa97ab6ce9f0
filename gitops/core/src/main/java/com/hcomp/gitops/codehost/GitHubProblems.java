package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.report.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what went wrong with GitHub, and what to do. */
final class GitHubProblems {
  /** What GitHub wants to be waited for where it doesn't say it. */
  private static final Duration USUAL_WAIT = Duration.ofMinutes(1);

  private final GitHubAddress address;

  GitHubProblems(GitHubAddress address) {
    this.address = address;
  }

  /**
   * The problem of a request.
   *
   * @param wish what was wanted, as in "to open a pull request"
   * @param failure what the library threw
   */
  ProblemException of(String wish, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof GitHubError error) {
        return new ProblemException(List.of(problem(wish, error)), failure);
      }
    }
    return new ProblemException(
        List.of(nonsense(wish, "it is not what the API documents")), failure);
  }

  /** The problem of an answer that can't be what GitHub says. */
  Problem nonsense(String wish, String what) {
    return new Problem(
        "GITHUB-ANSWER",
        address + " was asked " + wish + ", and its answer makes no sense: " + what + ".",
        "Check what answers at "
            + address.api()
            + ", and whether it is newer than this tool.\n"
            + "Nothing is half done: run it again.");
  }

  private Problem problem(String wish, GitHubError error) {
    return switch (error.status()) {
      case 0 -> down(wish, String.valueOf(error.getMessage()), List.of());
      case 301, 302, 307, 308 -> moved();
      case 401 -> token(error);
      case 403, 429 ->
          wait(error).map(wait -> limit(wait, error)).orElseGet(() -> denied(wish, error));
      case 404 -> missing(wish);
      case 422 -> refused(wish, error);
      default ->
          error.status() >= 500
              ? down(wish, "status " + error.status(), error.said())
              : refused(wish, error);
    };
  }

  private Problem down(String wish, String why, List<String> said) {
    return new Problem(
        "GITHUB-DOWN",
        address + " was asked " + wish + " and did not answer: " + why + ".",
        said,
        "Wait and run it again; what was done before is found and taken over.\n"
            + "If it lasts, check the way to "
            + address.api()
            + " ("
            + GitHubAddress.API
            + ").");
  }

  private Problem moved() {
    return new Problem(
        "GITHUB-MOVED",
        address + " has another name now, or another address.",
        "Give the new one:\nexport GITHUB_REPOSITORY=<owner>/<name>   (and the remote's URL)");
  }

  private Problem token(GitHubError error) {
    return new Problem(
        "GITHUB-TOKEN",
        address + " does not accept the token.",
        error.said(),
        "It has expired (an App's lives one hour), was revoked, or is another GitHub's. Set a new"
            + " one:\nexport GITHUB_TOKEN=...");
  }

  private Problem denied(String wish, GitHubError error) {
    List<String> details = new ArrayList<>(error.said());
    error
        .header("X-Accepted-GitHub-Permissions")
        .ifPresent(wanted -> details.add("needed: " + GitHubError.line(wanted).replace('_', ' ')));
    error
        .header("X-GitHub-SSO")
        .ifPresent(any -> details.add("the organization wants the token authorized for its SSO"));
    return new Problem(
        "GITHUB-DENIED",
        "The token may not do what was wanted at " + address + ": " + wish + ".",
        details,
        "Give the App (or the token) these permissions for the repository: Contents write, Pull"
            + " requests write,\nChecks read, Commit statuses read; see docs/github.md.");
  }

  private Problem limit(Duration wait, GitHubError error) {
    return new Problem(
        "GITHUB-LIMIT",
        address + " wants no more requests for " + Durations.exact(wait) + ".",
        error.said(),
        "Wait and run it again. Nothing is half done.");
  }

  private Problem missing(String wish) {
    return new Problem(
        "GITHUB-MISSING",
        address + " was asked " + wish + ", and says that there is no such thing.",
        "GitHub says so too of what the token may not see. Check the name, and that the App is"
            + " installed on that repository:\nexport GITHUB_REPOSITORY=<owner>/<name>");
  }

  private Problem refused(String wish, GitHubError error) {
    if (error.isAbout("head")) {
      return new Problem(
          "GITHUB-NO-BRANCH",
          address + " was asked " + wish + ", and does not know the branch.",
          error.said(),
          "It was deleted, or GitHub has not seen the push yet. Run it again.");
    }
    return new Problem(
        "GITHUB-REFUSED",
        address + " was asked " + wish + " and refused (status " + error.status() + ").",
        error.said(),
        "Mend what GitHub names, and run it again.");
  }

  /** How long not to ask again; empty if that is not what the refusal is about. */
  private static Optional<Duration> wait(GitHubError error) {
    Optional<Duration> asked = error.header("Retry-After").flatMap(GitHubProblems::seconds);
    if (asked.isPresent()) {
      return asked;
    }
    if (error.header("X-RateLimit-Remaining").filter("0"::equals).isPresent()) {
      return Optional.of(untilReset(error).orElse(USUAL_WAIT));
    }
    return error.status() == 429 ? Optional.of(USUAL_WAIT) : Optional.empty();
  }

  private static Optional<Duration> untilReset(GitHubError error) {
    return error
        .header("X-RateLimit-Reset")
        .flatMap(GitHubProblems::seconds)
        .flatMap(
            reset ->
                error
                    .header("Date")
                    .flatMap(GitHubProblems::date)
                    .map(now -> Duration.between(now, Instant.EPOCH.plus(reset))))
        .filter(wait -> !wait.isNegative());
  }

  private static Optional<Duration> seconds(String text) {
    try {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
