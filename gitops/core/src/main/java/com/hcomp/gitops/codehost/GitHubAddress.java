package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.Problem;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which repository on which GitHub, and how to enter.
 *
 * @param api {@code https://api.github.com}, or a GitHub Enterprise Server's, without a final slash
 * @param repository {@code owner/name}
 * @param token an App's installation token, or any other; never printed
 */
public record GitHubAddress(URI api, String repository, String token) {
  static final String API = "GITHUB_API_URL";
  static final String REPOSITORY = "GITHUB_REPOSITORY";

  private static final String USUAL_API = "https://api.github.com";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+/[A-Za-z0-9._-]+");

  /** What a header can carry. */
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

  /** {@code https://host/owner/name.git}, {@code ssh://git@host/...} or {@code git@host:...}. */
  private static final Pattern REMOTE =
      Pattern.compile(
          "(?:(?:https?|ssh|git)://)?(?:[^@/]*@)?(?<host>[^/:@]+)(?::\\d+)?[/:]"
              + "(?<name>[^/]+/[^/]+?)(?:\\.git)?/?");

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  public GitHubAddress {
    if (!NAME.matcher(repository).matches()) {
      throw new IllegalArgumentException("not owner/name: '" + repository + "'");
    }
    if (!PRINTABLE.matcher(token).matches()) {
      throw new IllegalArgumentException("the token is empty or has characters no token has");
    }
  }

  /**
   * The repository by the names that GitHub Actions uses: GITHUB_API_URL, GITHUB_REPOSITORY (else
   * that of the remote, if it is on that GitHub); the token is GH_TOKEN or GITHUB_TOKEN, of which
   * the first wins, as in GitHub's own command line.
   *
   * @param origin the remote's URL; empty if there is none
   * @return the address, or why there is none
   * @throws com.hcomp.gitops.model.ProblemException GITHUB-SETTINGS if one of them is malformed
   */
  static Found find(Map<String, String> environment, Optional<String> origin) {
    Optional<String> token =
        Stream.of("GH_TOKEN", "GITHUB_TOKEN").flatMap(name -> set(environment, name)).findFirst();
    if (token.isEmpty()) {
      return new Found(Optional.empty(), "neither GITHUB_TOKEN nor GH_TOKEN is set");
    }
    if (!PRINTABLE.matcher(token.get()).matches()) {
      throw settings("The token for GitHub has a space, a line break or the like in it.", "TOKEN");
    }
    URI api = api(set(environment, API).findFirst().orElse(USUAL_API));
    Optional<String> repository =
        set(environment, REPOSITORY)
            .findFirst()
            .or(() -> origin.flatMap(url -> repository(url, host(api))));
    if (repository.isEmpty()) {
      return new Found(
          Optional.empty(),
          "the remote is not on " + host(api) + ", and " + REPOSITORY + " is not set");
    }
    if (!NAME.matcher(repository.get()).matches()) {
      throw settings(REPOSITORY + " is not owner/name: '" + repository.get() + "'.", REPOSITORY);
    }
    return new Found(Optional.of(new GitHubAddress(api, repository.get(), token.get())), "");
  }

  /**
   * What was found.
   *
   * @param why in a few words, why there is none
   */
  record Found(Optional<GitHubAddress> address, String why) {}

  private static Stream<String> set(Map<String, String> environment, String name) {
    return Stream.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static URI api(String text) {
    URI api;
    try {
      api = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw settings(API + " is no URL.", API);
    }
    boolean safe =
        "https".equals(api.getScheme())
            || ("http".equals(api.getScheme()) && THIS_MACHINE.contains(api.getHost()));
    if (!safe || api.getHost() == null || api.getUserInfo() != null || api.getQuery() != null) {
      throw settings(API + " must be an https URL without a login: the token is sent there.", API);
    }
    return api;
  }

  /** The host that people and Git use. */
  private static String host(URI api) {
    String host = api.getHost().toLowerCase(Locale.ROOT);
    boolean enterprise = api.getPath() != null && api.getPath().endsWith("/api/v3");
    return !enterprise && host.startsWith("api.") ? host.substring(4) : host;
  }

  private static Optional<String> repository(String origin, String host) {
    Matcher remote = REMOTE.matcher(origin.strip());
    return remote.matches() && remote.group("host").equalsIgnoreCase(host)
        ? Optional.of(remote.group("name"))
        : Optional.empty();
  }

  private static RuntimeException settings(String what, String variable) {
    String remedy =
        switch (variable) {
          case API -> "export GITHUB_API_URL=https://github.example.com/api/v3";
          case REPOSITORY -> "export GITHUB_REPOSITORY=acme/hcomp";
          default -> "export GITHUB_TOKEN=...";
        };
    return new Problem("GITHUB-SETTINGS", what, "Set it right, or unset it:\n" + remedy)
        .asException();
  }

  /** For people, without the token. */
  @Override
  public String toString() {
    return repository + " on " + host(api);
  }
}
