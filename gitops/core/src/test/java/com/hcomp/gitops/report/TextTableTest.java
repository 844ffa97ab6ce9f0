package com.hcomp.gitops.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirLongestCell() {
    TextTable table = new TextTable(List.of("A", "LONG", "B"));
    table.row(List.of("first", "1", "2"));
    table.row(List.of("x", "y", ""));
    assertThat(table.text()).isEqualTo("  A      LONG  B\n  first  1     2\n  x      y\n");
    assertThat(table.width()).isEqualTo(16);
  }

  @Test
  void onlyATableThatIsTooWideIsWrapped() {
    TextTable fits = new TextTable(List.of("A", "B"));
    fits.row(List.of("a b", "word ".repeat(18).strip()));
    assertThat(fits.wrapped()).isEqualTo(fits.text()).hasLineCount(2);

    TextTable wide = new TextTable(List.of("A", "B", "C"));
    wide.row(List.of("a b", "word ".repeat(18).strip(), "d ".repeat(9) + "e"));
    assertThat(wide.wrapped().lines()).hasSize(3).allMatch(line -> line.length() <= 100);
    assertThat(wide.wrapped().replaceAll("\\s+", " ")).contains(" d e");
  }

  @Test
  void aWordIsNeverCut() {
    String name = "x".repeat(120);
    TextTable table = new TextTable(List.of("A", "B"));
    table.row(List.of("a", "one " + name + " two"));
    assertThat(table.wrapped()).contains("  " + name + "\n");
  }
}
