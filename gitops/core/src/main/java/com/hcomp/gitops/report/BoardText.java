package com.hcomp.gitops.report;

import com.hcomp.gitops.cause.Explanation;
import com.hcomp.gitops.cause.KnownCauses;
import com.hcomp.gitops.report.Board.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The board as a table for people, 100 columns wide where the names allow it.
 *
 * @param clock tells how long ago something was, and in which time zone days are counted
 * @param colour whether states are coloured; colour never says anything that the words don't
 */
public record BoardText(Clock clock, boolean colour) {
  private static final String INDENT = "  ";
  private static final List<String> HEADINGS =
      List.of(
          "ENVIRONMENT", "RELEASE", "CHART", "IMAGE", "LIVE", "SYNC", "HEALTH", "SINCE", "ADDRESS");
  private static final int ADDRESS = HEADINGS.size() - 1;
  private static final String NOTHING = "-";

  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String RED = "31";
  private static final Map<String, String> COLOURS =
      Map.of(
          "Synced", GREEN,
          "Healthy", GREEN,
          "OutOfSync", YELLOW,
          "Progressing", YELLOW,
          "Suspended", YELLOW,
          "Degraded", RED,
          "Missing", RED,
          "Unknown", RED);

  /** Whether colours are welcome: on a terminal, unless NO_COLOR is set to anything. */
  public static boolean wantsColour(Map<String, String> environment, boolean terminal) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** The table, and below it what differs and what that means; lines end with a line break each. */
  public String of(Board board) {
    TextTable whole = table(board, HEADINGS.size());
    boolean fits = whole.width() <= TextTable.WIDTH;
    TextTable table = fits ? whole : table(board, ADDRESS);

    StringBuilder text = new StringBuilder(table.text(this::coloured));
    List<List<String>> notes = new ArrayList<>();
    for (Row row : board.rows()) {
      if (!fits) {
        row.address().ifPresent(address -> notes.add(List.of(row.name(), address)));
      }
      row.differences().forEach(difference -> notes.add(List.of(row.name(), difference)));
    }
    if (!notes.isEmpty()) {
      text.append('\n');
      int nameWidth = notes.stream().mapToInt(note -> note.get(0).length()).max().orElse(0);
      for (List<String> note : notes) {
        String name = note.get(0);
        String start = INDENT + name + " ".repeat(nameWidth - name.length()) + INDENT;
        Optional<Explanation> known =
            KnownCauses.standard().explain(note.get(1)).map(each -> each.in(name));
        text.append(Explained.text(start, note.get(1), known));
      }
    }
    return text.toString();
  }

  private TextTable table(Board board, int columns) {
    TextTable table = new TextTable(HEADINGS.subList(0, columns));
    board.rows().forEach(row -> table.row(cells(row).subList(0, columns)));
    return table;
  }

  private List<String> cells(Row row) {
    return List.of(
        row.name(),
        row.pinned().map(pin -> pin.version().value()).orElse(NOTHING),
        row.chart().orElse(NOTHING),
        row.image().orElse(NOTHING),
        row.live().map(Board.Release::label).orElse(NOTHING),
        row.sync().orElse(NOTHING),
        row.health().orElse(NOTHING),
        row.since()
            .map(then -> Durations.since(then, clock.instant(), clock.getZone()))
            .orElse(NOTHING),
        row.address().orElse(NOTHING));
  }

  private String coloured(String cell) {
    String code = colour ? COLOURS.get(cell) : null;
    return code == null ? cell : "\u001b[" + code + "m" + cell + "\u001b[0m";
  }
}
