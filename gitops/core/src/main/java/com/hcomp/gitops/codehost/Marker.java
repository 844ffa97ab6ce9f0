package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hidden line in a pull request's text by which it is recognised.
 *
 * @param environment which environment it promotes
 * @param plan what tells this promotion from others of the environment
 * @param text stands for all that the text says, but for figures that only time changes
 */
record Marker(String environment, Digest plan, Digest text) {
  private static final Pattern FORM =
      Pattern.compile(
          "<!-- hcomp promotion environment=(?<environment>[a-z0-9-]+)"
              + " plan=(?<plan>sha256:[0-9a-f]{64}) text=(?<text>sha256:[0-9a-f]{64}) -->");

  /** The last one in a text: ours stands at the end, below all that was written by others. */
  static Optional<Marker> in(String body) {
    Matcher matcher = FORM.matcher(body);
    Optional<Marker> last = Optional.empty();
    while (matcher.find()) {
      last =
          Optional.of(
              new Marker(
                  matcher.group("environment"),
                  new Digest(matcher.group("plan")),
                  new Digest(matcher.group("text"))));
    }
    return last;
  }

  /** The text without any. */
  static String removedFrom(String body) {
    return FORM.matcher(body).replaceAll("").stripTrailing();
  }

  /** As it stands in the text. */
  @Override
  public String toString() {
    return "<!-- hcomp promotion environment="
        + environment
        + " plan="
        + plan
        + " text="
        + text
        + " -->";
  }
}
