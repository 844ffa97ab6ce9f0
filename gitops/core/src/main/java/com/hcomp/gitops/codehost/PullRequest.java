package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.Digest;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A pull request that promotes, as it is on the code host.
 *
 * @param environment which environment it is for
 * @param number its number in the repository
 * @param url where people find it
 * @param base the branch that it goes into
 * @param head the full commit that its branch has
 * @param author who opened it
 * @param labels all that it has, those that people gave it too
 * @param state whether it is open
 */
public record PullRequest(
    String environment,
    int number,
    URI url,
    String base,
    String head,
    String author,
    String title,
    String body,
    List<String> labels,
    State state) {
  private static final String FOLDER = "promote/";

  public PullRequest {
    labels = List.copyOf(labels);
  }

  /** What became of it. */
  public enum State {
    OPEN,
    MERGED,
    CLOSED
  }

  /** The branch that holds an environment's promotion: {@code promote/prd-eu}. */
  public static String branch(String environment) {
    return FOLDER + environment;
  }

  /** The environment that a branch promotes; empty if it is another branch. */
  static Optional<String> environment(String branch) {
    return branch.startsWith(FOLDER) && branch.length() > FOLDER.length()
        ? Optional.of(branch.substring(FOLDER.length()))
        : Optional.empty();
  }

  /**
   * The plan that it was written for; empty if it doesn't say, or speaks of another environment.
   * Anybody who may edit the text can change this, so it saves work and proves nothing: what is
   * merged is judged by {@link #head}.
   */
  public Optional<Digest> plan() {
    return Marker.in(body)
        .filter(marker -> marker.environment().equals(environment))
        .map(Marker::plan);
  }

  /** For people: {@code #12}. */
  @Override
  public String toString() {
    return "#" + number;
  }
}
