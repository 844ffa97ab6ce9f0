package com.hcomp.gitops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Rows of cells in columns, two spaces apart, under a row of headings. */
public final class TextTable {
  /** What output fits, where the names in it allow it. */
  public static final int WIDTH = 100;

  private static final String SPACE = "  ";
  private static final int NARROWEST = 16;

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<String> headings) {
    row(headings);
  }

  /** Adds a row with a cell for each heading. */
  public void row(List<String> cells) {
    if (!rows.isEmpty() && cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(cells + " for the headings " + rows.get(0));
    }
    rows.add(List.copyOf(cells));
  }

  /** How many columns of a terminal the longest line takes at the most. */
  public int width() {
    return width(Integer.MAX_VALUE);
  }

  /** The table, a line for each row; lines end with a line break each. */
  public String text() {
    return text(UnaryOperator.identity());
  }

  /**
   * The table, a line for each row; lines end with a line break each.
   *
   * @param decoration of a cell, such as a colour: it may add to it only what takes no space
   */
  public String text(UnaryOperator<String> decoration) {
    return text(Integer.MAX_VALUE, decoration);
  }

  /**
   * The table in 100 columns: long cells of all columns but the first go on in lines below, broken
   * between words. A word is never cut, be it too long.
   */
  public String wrapped() {
    int limit = WIDTH;
    while (limit > NARROWEST && width(limit) > WIDTH) {
      limit--;
    }
    return text(limit, UnaryOperator.identity());
  }

  /** The lines of a text that is broken between words; longer than the width where a word is. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private int width(int limit) {
    return IntStream.of(widths(limit)).map(width -> width + SPACE.length()).sum();
  }

  private int[] widths(int limit) {
    return IntStream.range(0, rows.get(0).size())
        .map(
            column ->
                rows.stream()
                    .flatMap(cells -> lines(cells, column, limit).stream())
                    .mapToInt(String::length)
                    .max()
                    .orElse(0))
        .toArray();
  }

  private static List<String> lines(List<String> cells, int column, int limit) {
    String cell = cells.get(column);
    return column == 0 || limit == Integer.MAX_VALUE ? List.of(cell) : lines(cell, limit);
  }

  private String text(int limit, UnaryOperator<String> decoration) {
    int[] widths = widths(limit);
    StringBuilder text = new StringBuilder();
    for (List<String> cells : rows) {
      List<List<String>> columns =
          IntStream.range(0, cells.size()).mapToObj(i -> lines(cells, i, limit)).toList();
      int height = columns.stream().mapToInt(List::size).max().orElse(0);
      for (int line = 0; line < height; line++) {
        text.append(line(columns, line, widths, decoration)).append('\n');
      }
    }
    return text.toString();
  }

  private static String line(
      List<List<String>> columns, int index, int[] widths, UnaryOperator<String> decoration) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      List<String> lines = columns.get(column);
      String cell = index < lines.size() ? lines.get(index) : "";
      line.append(SPACE).append(decoration.apply(cell));
      line.append(" ".repeat(widths[column] - cell.length()));
    }
    return line.toString().stripTrailing();
  }
}
