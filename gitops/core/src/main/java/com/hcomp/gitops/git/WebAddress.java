package com.hcomp.gitops.git;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a repository is on the web, told from the address that Git fetches it from. */
public final class WebAddress {
  private static final Pattern URL =
      Pattern.compile("(?:https?|ssh|git)://(?:[^@/]*@)?([^/:@]+)(:[0-9]+)?/(.+?)(?:\\.git)?/*");
  private static final Pattern SSH =
      Pattern.compile("(?:[^@/]+@)?([^/:@]+):(?!/)(.+?)(?:\\.git)?/*");

  private WebAddress() {}

  /** That of a repository's {@code origin}; empty if it has none, or one that is no host's. */
  public static Optional<String> of(Git git) {
    String origin = git.run("remote", "get-url", "origin").output().strip();
    return of(origin);
  }

  /** Without whatever login the remote's address holds. */
  static Optional<String> of(String remote) {
    Matcher url = URL.matcher(remote);
    if (url.matches()) {
      boolean web = remote.startsWith("http");
      String port = web && url.group(2) != null ? url.group(2) : "";
      return Optional.of("https://" + url.group(1) + port + "/" + url.group(3));
    }
    Matcher ssh = SSH.matcher(remote);
    return !remote.contains("://") && ssh.matches()
        ? Optional.of("https://" + ssh.group(1) + "/" + ssh.group(2))
        : Optional.empty();
  }
}
