package com.hcomp.gitops.helm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two lines side by side, as a difference shows them. */
final class LineText {
  private static final int WIDTH = 60;
  private static final Pattern KEY = Pattern.compile("(?:- )?[^\\s:]+:\\s+");

  private LineText() {}

  /** {@code replicas: 5 published: 2}: what both begin with is not said twice. */
  static String sideBySide(Optional<String> built, Optional<String> published) {
    String ours = built.map(LineText::visible).orElse("(nothing)");
    String theirs = published.map(LineText::visible).orElse("(nothing)");
    if (ours.equals(theirs)) {
      ours = built.orElse("").replace(" ", "\u00b7");
      theirs = published.orElse("").replace(" ", "\u00b7");
    }
    int same = 0;
    while (same < ours.length()
        && same < theirs.length()
        && ours.charAt(same) == theirs.charAt(same)) {
      same++;
    }
    Matcher key = KEY.matcher(ours);
    String value = key.lookingAt() && key.end() <= same ? theirs.substring(key.end()) : theirs;
    return around(ours, same)
        + "          published: "
        + around(value, Math.max(0, same - (theirs.length() - value.length())));
  }

  // Without the indentation, and with what can't be seen made visible.
  private static String visible(String line) {
    if (line.isEmpty()) {
      return "(empty line)";
    }
    return line.isBlank()
        ? "(white space)"
        : (line.strip() + (line.endsWith("\r") ? "\\r" : "")).replace("\t", "\\t");
  }

  // Of a long line, the part where it begins to differ.
  private static String around(String line, int difference) {
    if (line.length() <= WIDTH) {
      return line;
    }
    int from = Math.max(0, Math.min(difference - WIDTH / 2, line.length() - WIDTH));
    int to = Math.min(line.length(), from + WIDTH);
    return (from > 0 ? "..." : "") + line.substring(from, to) + (to < line.length() ? "..." : "");
  }
}
