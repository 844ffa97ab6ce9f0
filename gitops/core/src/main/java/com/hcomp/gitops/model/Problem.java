package com.hcomp.gitops.model;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something a user can mend: what was found and where, why it matters, and what to type.
 *
 * @param code stable name in capitals, such as {@code RELEASE-CHANGED}
 * @param summary one sentence, what was found and why it stops the work
 * @param location where it was found, if that is one place in a file
 * @param details further lines, such as the end of a log; may be empty
 * @param remedy what to do; ends with the exact command where there is one
 */
public record Problem(
    String code, String summary, @Nullable Location location, List<String> details, String remedy) {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*(-[A-Z0-9]+)*");

  public Problem {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("not a problem code: " + code);
    }
    details = List.copyOf(details);
  }

  public Problem(String code, String summary, List<String> details, String remedy) {
    this(code, summary, null, details, remedy);
  }

  public Problem(String code, String summary, String remedy) {
    this(code, summary, null, List.of(), remedy);
  }

  public Problem(String code, String summary, Location location, String remedy) {
    this(code, summary, location, List.of(), remedy);
  }

  /** The problem as the exception that ends the work. */
  public ProblemException asException() {
    return new ProblemException(List.of(this));
  }

  /** The problem as people read it: several lines, without a final line break. */
  public String text() {
    StringBuilder text = new StringBuilder(code).append("  ").append(summary);
    if (location != null) {
      text.append(" (").append(location).append(')');
    }
    details.forEach(detail -> text.append("\n        ").append(detail));
    remedy.lines().forEach(line -> text.append("\n        ").append(line));
    return text.toString();
  }
}
