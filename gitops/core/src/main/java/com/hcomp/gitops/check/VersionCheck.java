package com.hcomp.gitops.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.policy.Check.RunningVersion;
import java.net.URI;

/**
 * Whether what answers in an environment is what is pinned there.
 *
 * @param check what promotion.yaml says
 * @param asked what should answer
 */
record VersionCheck(RunningVersion check, Asked asked) {
  private static final int COMMIT_DIGITS = 12;

  /**
   * @throws NoAnswer if nobody knows it, or nobody knows what it should answer
   */
  URI address() {
    if (asked.image().isEmpty() || asked.commit().isEmpty()) {
      throw new NoAnswer(
          "image "
              + asked.image().map(ImageRef::toString).orElse("of " + asked.environment())
              + " does not say which commit it was built from"
              + " (label org.opencontainers.image.revision)");
    }
    return check.url().orElseGet(this::shownByArgoCd);
  }

  private URI shownByArgoCd() {
    String address =
        asked
            .address()
            .orElseThrow(
                () -> new NoAnswer("nobody knows where " + asked.environment() + " answers"));
    try {
      return URI.create(address.replaceAll("/+$", "") + "/version");
    } catch (IllegalArgumentException e) {
      throw new NoAnswer("where " + asked.environment() + " answers is no address");
    }
  }

  /**
   * Good if it says the version and the commit of the pinned image.
   *
   * @throws NoAnswer if it says none
   */
  Answer judge(Reply reply) {
    if (reply.status() != 200) {
      throw new NoAnswer(Reply.shown(reply.from()) + " answers status " + reply.status());
    }
    JsonNode json = reply.json();
    String version = json.path("version").asText();
    String commit = json.path("commit").asText();
    if (version.isBlank() || commit.isBlank()) {
      throw new NoAnswer(Reply.shown(reply.from()) + " says no version and commit");
    }
    String wanted = asked.commit().orElseThrow();
    String said = asked.environment() + " answers " + said(version, commit);
    return commit.equals(wanted) && asked.versions().contains(version)
        ? new Answer.Good(said)
        : new Answer.Bad(said + "; pinned is " + said(asked.versions().get(0), wanted));
  }

  private static String said(String version, String commit) {
    String digits = commit.length() > COMMIT_DIGITS ? commit.substring(0, COMMIT_DIGITS) : commit;
    int uncommitted = commit.lastIndexOf("-g");
    String added = uncommitted < COMMIT_DIGITS ? "" : commit.substring(uncommitted);
    return "version " + Reply.shown(version) + ", commit " + Reply.shown(digits + added);
  }
}
