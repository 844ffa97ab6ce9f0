package com.hcomp.gitops.codehost;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Foreign text made fit for a code host's Markdown: it formats nothing and calls nobody. */
final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*\\[\\]|]");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  /** {@code @somebody} sends mail, {@code #12} leaves a trace in that issue. */
  private static final Pattern CALLS = Pattern.compile("(?<!\\w)@(?=\\w)|#(?=\\d)");

  private static final int LONGEST_CELL = 500;

  private Markdown() {}

  /** A row of a table; the cells are Markdown already. */
  static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Text as one cell of a table. */
  static String cell(String text) {
    String plain = CONTROLS.matcher(text.strip()).replaceAll("");
    String cut =
        plain.length() > LONGEST_CELL ? plain.substring(0, LONGEST_CELL).strip() + "…" : plain;
    String safe = cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    safe =
        SPECIAL.matcher(safe).replaceAll(found -> Matcher.quoteReplacement("\\" + found.group()));
    safe = CALLS.matcher(safe).replaceAll("$0&#8203;");
    return safe.lines().map(String::strip).collect(Collectors.joining("<br>"));
  }

  /** Lines without what no terminal and no page shows. */
  static List<String> lines(String text) {
    return CONTROLS.matcher(text).replaceAll("").lines().toList();
  }

  /** What begins and ends a block of code that nothing in the lines ends early. */
  static String fence(List<String> lines) {
    int longest =
        lines.stream()
            .flatMap(line -> BACKTICKS.matcher(line).results())
            .mapToInt(run -> run.group().length())
            .max()
            .orElse(0);
    return "`".repeat(Math.max(3, longest + 1));
  }

  /** The first ones, as many as there is room for, each with a line break. */
  static List<String> thatFit(List<String> lines, int room) {
    int left = room;
    for (int i = 0; i < lines.size(); i++) {
      left -= lines.get(i).length() + 1;
      if (left < 0) {
        return lines.subList(0, i);
      }
    }
    return lines;
  }
}
