package com.hcomp.gitops.report;

/** A text of any length beside what it is about. */
public final class Paragraph {
  /** How many columns everything is given, where names allow it. */
  public static final int WIDTH = 100;

  private Paragraph() {}

  /**
   * The text behind its start, wrapped between words; what goes on is indented by the start's
   * width. Each line ends with a line break.
   */
  public static String of(String start, String text) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder(start);
    boolean first = true;
    for (String word : text.split(" ")) {
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        lines.append(line).append('\n');
        line = new StringBuilder(" ".repeat(start.length())).append(word);
      } else {
        line.append(first ? "" : " ").append(word);
      }
      first = false;
    }
    return lines.append(line).append('\n').toString();
  }
}
