package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Commit;
import com.hcomp.gitops.git.Commit.Trailer;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.report.Paragraph;
import com.hcomp.gitops.report.TextTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A history as a table for people, 100 columns wide: a line for each release that was pinned, and
 * below it what its commit says of it.
 *
 * @param clock tells how long ago something was, and in which time zone days are counted
 */
public record HistoryText(Clock clock) {
  private static final List<String> HEADINGS =
      List.of("SINCE", "FOR", "RELEASE", "CHANGE", "IMAGE", "CHART", "COMMIT", "BY");
  private static final int IMAGE = 4;
  private static final int CHART = 5;
  private static final int BY = 7;

  /** Columns that give way to lines below, where the names are too long for a table. */
  private static final List<List<Integer>> GIVING_WAY =
      List.of(List.of(), List.of(BY), List.of(IMAGE, CHART), List.of(IMAGE, CHART, BY));

  /** Trailers that say how a change came about; the others say again what the files say. */
  private static final List<String> SHOWN = List.of("From", "Gate", "Override", "Reason", "Run");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(" HH:mm", Locale.ROOT);
  private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");
  private static final String NOTHING = "-";
  private static final String INDENT = "      ";

  /** The history, environment by environment; lines end with a line break each. */
  public String of(List<EnvironmentRuns> environments) {
    List<Integer> left =
        GIVING_WAY.stream()
            .filter(columns -> table(environments, columns).width() <= TextTable.WIDTH)
            .findFirst()
            .orElse(GIVING_WAY.get(GIVING_WAY.size() - 1));
    List<String> lines = table(environments, left).text().lines().toList();

    StringBuilder text = new StringBuilder();
    int row = 1;
    for (EnvironmentRuns environment : environments) {
      text.append(environment.name()).append('\n');
      if (environment.runs().isEmpty()) {
        text.append("  nothing was pinned yet\n\n");
        continue;
      }
      text.append(lines.get(0)).append('\n');
      for (Run run : environment.runs()) {
        text.append(lines.get(row++)).append('\n');
        notes(run, left).forEach((label, note) -> append(text, label, note));
      }
      if (environment.older() > 0) {
        text.append("  and ").append(environment.older()).append(" older:  -Dgitops.limit=");
        text.append(environment.runs().size() + environment.older()).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private TextTable table(List<EnvironmentRuns> environments, List<Integer> left) {
    TextTable table = new TextTable(without(left, HEADINGS));
    environments.forEach(each -> each.runs().forEach(run -> table.row(without(left, cells(run)))));
    return table;
  }

  private static List<String> without(List<Integer> left, List<String> cells) {
    return IntStream.range(0, cells.size())
        .filter(column -> !left.contains(column))
        .mapToObj(cells::get)
        .toList();
  }

  private static void append(StringBuilder text, String label, String note) {
    String start = INDENT + String.format("%-12s", label);
    text.append(Paragraph.of(start, readable(note)));
  }

  private List<String> cells(Run run) {
    return List.of(
        time(run.since()),
        run.pin().isEmpty() ? NOTHING : Durations.text(run.length(clock.instant())),
        run.pin().map(pin -> pin.version().value()).orElse(NOTHING),
        run.kind().toString(),
        run.payload().map(Payload::images).orElse(NOTHING),
        run.payload().map(Payload::charts).orElse(NOTHING),
        run.commit().abbreviated(),
        readable(by(run.commit())));
  }

  /** How long ago, and after a day the date and time. */
  private String time(Instant then) {
    String since = Durations.since(then, clock.instant(), clock.getZone());
    boolean today = Duration.between(then, clock.instant()).toHours() < 24;
    return today ? since : since + TIME.format(then.atZone(clock.getZone()));
  }

  /** Whoever let it be done; the commit's author may be a robot. */
  private static String by(Commit commit) {
    return commit.trailer("Actor").orElse(commit.author());
  }

  private Map<String, String> notes(Run run, List<Integer> left) {
    Map<String, String> notes = new LinkedHashMap<>();
    if (left.contains(IMAGE)) {
      run.payload().ifPresent(payload -> notes.put("image", payload.images()));
      run.payload().ifPresent(payload -> notes.put("chart", payload.charts()));
    }
    if (left.contains(BY)) {
      notes.put("by", by(run.commit()));
    }
    if (run.commit().trailers().isEmpty()) {
      notes.put("subject", run.commit().subject());
    }
    for (Trailer trailer : run.commit().trailers()) {
      SHOWN.stream()
          .filter(trailer.key()::equalsIgnoreCase)
          .forEach(
              key ->
                  notes.merge(
                      key.toLowerCase(Locale.ROOT),
                      trailer.value(),
                      (one, more) -> one + "; " + more));
    }
    if (run.kind() == Kind.ROLLBACK || run.kind() == Kind.REMOVAL) {
      run.before().ifPresent(pin -> notes.put("left", pin.version() + held(run, pin)));
    }
    run.rolledBackBy().ifPresent(by -> notes.put("rolled back", "by " + by.abbreviated()));
    return notes;
  }

  /** What commits say, with digests cut short, and nothing that a terminal would obey. */
  private static String readable(String text) {
    return DIGEST.matcher(text).replaceAll("$1").replaceAll("\\p{Cntrl}", "?");
  }

  private static String held(Run run, Pin left) {
    Optional<Held> held =
        run.held().stream().filter(each -> each.pin().digest().equals(left.digest())).findFirst();
    return held.map(each -> each.payload().isPresent() ? ", held with its payload" : ", held")
        .orElse("");
  }
}
