package com.hcomp.gitops.doctor;

import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.report.Paragraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that was looked at.
 *
 * @param sections in the order in which they are shown
 */
public record Checkup(List<Section> sections) {
  private static final String INDENT = "  ";
  private static final int LEVEL_WIDTH = 9;
  private static final Map<Level, Integer> COLOURS =
      Map.of(Level.OK, 32, Level.WARNING, 33, Level.WRONG, 31);

  /**
   * What belongs together.
   *
   * @param title such as {@code machine}
   */
  public record Section(String title, List<Finding> findings) {
    public Section {
      findings = List.copyOf(findings);
    }
  }

  public Checkup {
    sections = List.copyOf(sections);
  }

  /**
   * For people: a finding a line, below what isn't fine what to do, and how many there are of each.
   *
   * @param colour whether levels are coloured; colour never says anything that the words don't
   */
  public String text(boolean colour) {
    int width = findings().stream().mapToInt(each -> each.subject().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Section section : sections) {
      text.append(INDENT).append(section.title()).append('\n');
      section.findings().forEach(each -> text.append(text(each, width, colour)));
      text.append('\n');
    }
    return text + INDENT + summary() + "\n";
  }

  private static String text(Finding finding, int width, boolean colour) {
    String level = finding.level().toString();
    String start =
        INDENT.repeat(2)
            + level
            + " ".repeat(LEVEL_WIDTH - level.length())
            + finding.subject()
            + " ".repeat(width - finding.subject().length())
            + INDENT;
    String indent = " ".repeat(start.length());
    StringBuilder text = new StringBuilder(Paragraph.of(start, finding.figure()));
    List<String> remedy = finding.remedy().map(lines -> lines.lines().toList()).orElse(List.of());
    for (int i = 0; i < remedy.size(); i++) {
      // The last of several is a command, which is never wrapped.
      boolean command = i > 0 && i == remedy.size() - 1;
      text.append(command ? indent + remedy.get(i) + "\n" : Paragraph.of(indent, remedy.get(i)));
    }
    return colour
        ? text.toString()
            .replaceFirst(
                level, "\u001b[" + COLOURS.get(finding.level()) + "m" + level + "\u001b[0m")
        : text.toString();
  }

  /** {@code 21 ok, 2 warnings, 1 wrong: ports}. */
  String summary() {
    String wrong =
        findings().stream()
            .filter(each -> each.level() == Level.WRONG)
            .map(Finding::subject)
            .distinct()
            .collect(Collectors.joining(", "));
    long warnings = count(Level.WARNING);
    return count(Level.OK)
        + " ok, "
        + warnings
        + (warnings == 1 ? " warning, " : " warnings, ")
        + count(Level.WRONG)
        + " wrong"
        + (wrong.isEmpty() ? "" : ": " + wrong);
  }

  /**
   * For machines: {@code {"ok","warnings","wrong","findings":[{"section","subject","level",
   * "figure","remedy"}]}}.
   */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", count(Level.OK));
    json.put("warnings", count(Level.WARNING));
    json.put("wrong", count(Level.WRONG));
    json.put(
        "findings",
        sections.stream()
            .flatMap(each -> each.findings().stream().map(finding -> json(each, finding)))
            .toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Section section, Finding finding) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("section", section.title());
    json.putAll(finding.json());
    return json;
  }

  /**
   * What ends the goal: DOCTOR-WRONG; empty where nothing is wrong, whatever was warned of.
   *
   * @param command what looks again
   */
  public Optional<Problem> problem(String command) {
    return count(Level.WRONG) == 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "DOCTOR-WRONG",
                "Not everything is as it should be: " + summary() + ".",
                "Mend it as said above, and look again:\n" + command));
  }

  private long count(Level level) {
    return findings().stream().filter(each -> each.level() == level).count();
  }

  private List<Finding> findings() {
    return sections.stream().flatMap(each -> each.findings().stream()).toList();
  }
}
