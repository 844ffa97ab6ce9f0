package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.Digest;
import java.util.List;

/**
 * What a pull request is to say. {@link PromotionText} makes it.
 *
 * @param environment which environment it promotes
 * @param base the branch that it goes into
 * @param title one line
 * @param labels in the order in which they are given
 * @param text Markdown, without the hidden line
 * @param plan what tells this promotion from others of the environment
 * @param standing what stands for the text, but for figures that only time changes: while it stays,
 *     the text need not be written again
 */
public record Proposal(
    String environment,
    String base,
    String title,
    List<String> labels,
    String text,
    Digest plan,
    Digest standing) {
  /** What a code host takes as text. */
  static final int MOST = 65_536;

  public Proposal {
    labels = List.copyOf(labels);
    if (title.isBlank() || title.lines().count() != 1) {
      throw new IllegalArgumentException("a title has one line: '" + title + "'");
    }
    if (body(text, new Marker(environment, plan, standing)).length() >= MOST) {
      throw new IllegalArgumentException("the text has " + text.length() + " characters");
    }
  }

  /** The hidden line. */
  Marker marker() {
    return new Marker(environment, plan, standing);
  }

  /** All that the code host gets: the text and the hidden line. */
  String body() {
    return body(text, marker());
  }

  private static String body(String text, Marker marker) {
    return text + "\n" + marker + "\n";
  }
}
