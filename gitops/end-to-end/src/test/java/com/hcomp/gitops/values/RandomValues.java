package com.hcomp.gitops.values;

import java.util.List;
import java.util.Random;

/** Values files of few keys and many kinds of values, so that two of them meet in most places. */
final class RandomValues {
  private static final List<String> KEYS = List.of("a", "b", "c", "on", "1", "x.y", "global");
  private static final List<String> SCALARS =
      List.of(
          "null",
          "~",
          "",
          "true",
          "yes",
          "Off",
          "n",
          "'no'",
          "text",
          "\"two words\"",
          "0",
          "-1",
          "0755",
          "08",
          "0o17",
          "0x1F",
          "0b101",
          "1_000",
          "+12",
          "1e3",
          "1.50",
          ".5",
          "-.5e-2",
          "1.",
          "12345678901234567890",
          "9007199254740993",
          "-9223372036854775809",
          "1:30",
          "2001-01-01",
          "!!str 12",
          "!!float 3",
          "{}",
          "[]",
          "[1, null, {a: 1, b: null}]",
          "[b, [c]]",
          "'{}'",
          "1.2.3",
          "0e0",
          "NULL",
          "- x");
  private static final int DEEPEST = 4;

  private final Random random;

  RandomValues(long seed) {
    this.random = new Random(seed);
  }

  /** The text of a values.yaml. */
  String text() {
    StringBuilder text = new StringBuilder();
    table(text, 0);
    return text.toString();
  }

  /** The same, with tables below some keys. */
  String text(List<String> tables) {
    StringBuilder text = new StringBuilder();
    table(text, 0);
    for (String key : tables) {
      text.append(key).append(":\n");
      table(text, 1);
    }
    return text.toString();
  }

  private void table(StringBuilder text, int depth) {
    boolean empty = true;
    for (String key : KEYS) {
      if (random.nextInt(3) != 0 || (empty && key.equals("global"))) {
        empty = false;
        text.append("  ".repeat(depth)).append(key).append(':');
        boolean isTable = key.equals("global") ? random.nextInt(10) != 0 : random.nextInt(5) < 2;
        if (depth < DEEPEST && isTable) {
          text.append('\n');
          table(text, depth + 1);
        } else {
          text.append(' ').append(scalar()).append('\n');
        }
      }
    }
  }

  private String scalar() {
    String scalar = SCALARS.get(random.nextInt(SCALARS.size()));
    return scalar.startsWith("- ") ? "[" + scalar.substring(2) + "]" : scalar;
  }
}
