package com.hcomp.gitops.report;

/** A text of any length beside what it is about. */
public final class Paragraph {
  private Paragraph() {}

  /**
   * The text behind its start, wrapped between words; what goes on is indented by the start's
   * width. Each line ends with a line break.
   */
  public static String of(String start, String text) {
    StringBuilder lines = new StringBuilder();
    String before = start;
    for (String line : TextTable.lines(text, TextTable.WIDTH - start.length())) {
      lines.append(before).append(line).append('\n');
      before = " ".repeat(start.length());
    }
    return lines.toString();
  }
}
