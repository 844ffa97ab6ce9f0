package com.hcomp.gitops.workspace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * The text of a YAML file, edited by whole lines or within one: what is not named stays, its line
 * breaks and a missing last one too. Places are counted in characters.
 */
record YamlText(String text) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z]([A-Za-z0-9_./@:-]*[A-Za-z0-9])?");
  private static final Pattern WORD_WITH_MEANING =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");
  private static final Pattern PLAIN_VERSION =
      Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+[-.A-Za-z0-9]*");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  String replaced(int from, int to, String other) {
    return text.substring(0, from) + other + text.substring(to);
  }

  /** Puts lines, without their line breaks, at the start of a line or at the end of the text. */
  String inserted(int at, List<String> lines) {
    String lineBreak = lineBreak(at);
    String joined = String.join(lineBreak, lines);
    boolean behindLine = at == lineStart(at);
    return replaced(at, at, behindLine ? joined + lineBreak : lineBreak + joined);
  }

  /** Without the lines from that of one place to that of another. */
  String withoutLines(int from, int to) {
    int start = lineStart(from);
    int end = afterLine(to);
    boolean lastBreakMissing = end == text.length() && !text.endsWith("\n");
    if (lastBreakMissing && start > 0 && text.charAt(start - 1) == '\n') {
      start -= lineBreak(start).length();
    }
    return replaced(start, end, "");
  }

  /** Where the line of a place begins. */
  int lineStart(int at) {
    int start = text.lastIndexOf('\n', at - 1) + 1;
    return start == 0 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : start;
  }

  /** Where the next line begins; the place itself if it is the start of one already. */
  int afterLine(int at) {
    if (at > 0 && text.charAt(at - 1) == '\n') {
      return at;
    }
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  int column(int at) {
    return at - lineStart(at);
  }

  /** Whether nothing but white space stands before a place in its line. */
  boolean isFirstInLine(int at) {
    return text.substring(lineStart(at), at).isBlank();
  }

  /** The line break before a place, or else the first one of the text. */
  private String lineBreak(int at) {
    int before = text.lastIndexOf('\n', at - 1);
    int known = before < 0 ? text.indexOf('\n') : before;
    return known > 0 && text.charAt(known - 1) == '\r' ? "\r\n" : "\n";
  }

  /** The lines of a list's entry, its dash in a column. */
  static List<String> entry(Map<String, String> values, int column) {
    String dash = " ".repeat(column) + "- ";
    String indent = " ".repeat(column + 2);
    boolean[] first = {true};
    return values.entrySet().stream()
        .map(
            value -> {
              String start = first[0] ? dash : indent;
              first[0] = false;
              return start + value.getKey() + ": " + quoted(value.getValue(), Optional.empty());
            })
        .toList();
  }

  /**
   * A value that stays a text. Numbers, dates and the like need quotes: 12345678e901 is a tag.
   *
   * @param style how the value is written that it takes the place of
   */
  static String quoted(String value, Optional<ScalarStyle> style) {
    boolean printable = value.chars().noneMatch(Character::isISOControl);
    if (style.filter(ScalarStyle.SINGLE_QUOTED::equals).isPresent() && printable) {
      return "'" + value.replace("'", "''") + "'";
    }
    boolean plain = PLAIN.matcher(value).matches() || PLAIN_VERSION.matcher(value).matches();
    boolean meaning = WORD_WITH_MEANING.matcher(value).matches();
    if (style.filter(ScalarStyle.DOUBLE_QUOTED::equals).isEmpty() && plain && !meaning) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append(String.format("\\x%02x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
