package com.hcomp.gitops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Cells in columns, as people read them.
 *
 * @param rows the headings first; each with a cell for every column
 */
public record Table(List<List<String>> rows) {
  private static final String GAP = "  ";

  public Table {
    rows = List.copyOf(rows);
  }

  /** The same without some columns, which are counted from 0. */
  public Table without(List<Integer> columns) {
    List<List<String>> fewer = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        if (!columns.contains(column)) {
          cells.add(row.get(column));
        }
      }
      fewer.add(cells);
    }
    return new Table(fewer);
  }

  /** Whether no line is longer than people's screens are wide. */
  public boolean fits() {
    return lines(UnaryOperator.identity()).stream().allMatch(line -> line.length() <= Paragraph.WIDTH);
  }

  /**
   * A line for each row.
   *
   * @param shown what a cell looks like; may add what takes no room, such as colour
   */
  public List<String> lines(UnaryOperator<String> shown) {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(GAP).append(shown.apply(cell));
        line.append(" ".repeat(widths[column] - cell.length()));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
