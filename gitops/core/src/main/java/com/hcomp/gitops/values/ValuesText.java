package com.hcomp.gitops.values;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.report.JsonOutput;
import com.hcomp.gitops.report.TextTable;
import com.hcomp.gitops.values.EffectiveValues.Entry;
import com.hcomp.gitops.values.EffectiveValues.IgnoredNull;
import com.hcomp.gitops.values.EffectiveValues.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as tables for people, 100 columns wide where the names allow it. */
public final class ValuesText {
  private static final String UNSET = "-";

  private ValuesText() {}

  /** Every value with what set it, and below it what that overrode; lines end with line breaks. */
  public static String of(EffectiveValues values) {
    TextTable table = new TextTable(List.of("PATH", "VALUE", "SET BY"));
    for (Entry entry : values.entries()) {
      table.row(cells(entry.path(), entry.setting()));
      entry.overrode().forEach(overrode -> table.row(cells("  overrode", overrode)));
    }
    StringBuilder text = new StringBuilder(table.wrapped());
    if (!values.ignored().isEmpty()) {
      text.append("\n  Without effect, as null takes away nothing that the chart itself sets:\n");
      TextTable nulls = new TextTable(List.of("PATH", "VALUE", "SET BY"));
      for (IgnoredNull each : values.ignored()) {
        nulls.row(cells(each.path(), new Setting(null, each.location())));
      }
      text.append(nulls.wrapped());
    }
    return text.toString();
  }

  private static List<String> cells(String path, Setting setting) {
    return List.of(path, text(setting.value()), setting.location().toString());
  }

  /** What differs, an environment a column; lines end with line breaks. */
  public static String of(ValueDifferences differences) {
    if (differences.rows().isEmpty()) {
      return "  Every value is the same in all environments.\n";
    }
    List<String> headings = new ArrayList<>();
    headings.add("PATH");
    headings.addAll(differences.environments());
    TextTable table = new TextTable(headings);
    for (ValueDifferences.Row row : differences.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(row.path());
      row.settings()
          .forEach(setting -> cells.add(setting.map(set -> text(set.value())).orElse(UNSET)));
      table.row(cells);
    }
    return table.wrapped();
  }

  /** In one line, as YAML has it in braces; of a digest what tells it apart. */
  private static String text(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> string(entry.getKey().toString()) + ": " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValuesText::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof String string) {
      return Digest.isDigest(string) ? new Digest(string).abbreviated() : string(string);
    }
    return String.valueOf(value);
  }

  /** With quotes where it could be taken for something else. */
  private static String string(String text) {
    boolean plain =
        text.equals(text.strip())
            && text.chars().noneMatch(Character::isISOControl)
            && !text.equals(UNSET)
            && "[{\"".indexOf(text.isEmpty() ? '"' : text.charAt(0)) < 0
            && isString(text);
    return plain ? text : new JsonOutput().text(text);
  }

  private static boolean isString(String text) {
    try {
      return HelmScalars.value(text) instanceof String;
    } catch (HelmScalars.NotFinite e) {
      return false;
    }
  }
}
