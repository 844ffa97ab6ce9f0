package com.hcomp.gitops.report;

import com.hcomp.gitops.cause.Explanation;
import com.hcomp.gitops.cause.KnownCauses;
import com.hcomp.gitops.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Foreign messages as people read them: what they mean, where that is known; the message itself,
 * whole; and what to do.
 */
public final class Explained {
  /** Of what no sentence of ours was found for, the whole message is the summary. */
  private static final String UNNAMED = "FAILED";

  private Explained() {}

  /**
   * A message beside what it is about, wrapped as {@link Paragraph} does it; commands never are.
   *
   * @param start what stands before the first line
   * @param message shown as it is where nothing is known of it
   */
  public static String text(String start, String message, Optional<Explanation> known) {
    if (known.isEmpty()) {
      return Paragraph.of(start, message);
    }
    String indent = " ".repeat(start.length());
    List<String> remedy = known.get().remedy();
    StringBuilder text = new StringBuilder(Paragraph.of(start, known.get().means()));
    text.append(Paragraph.of(indent + "| ", message));
    text.append(Paragraph.of(indent, remedy.get(0)));
    remedy.stream().skip(1).forEach(line -> text.append(indent).append(line).append('\n'));
    return text.toString();
  }

  /** Problems as text, each with what the messages in it mean; without a final line break. */
  public static String text(List<Problem> problems) {
    return problems.stream()
        .map(problem -> of(problem).map(known -> with(problem, known)).orElse(problem).text())
        .collect(Collectors.joining("\n"));
  }

  /** What the messages in a problem mean; its own sentences need no explanation. */
  static Optional<Explanation> of(Problem problem) {
    String messages = String.join("\n", problem.details());
    return KnownCauses.standard()
        .explain(problem.code().equals(UNNAMED) ? problem.summary() + "\n" + messages : messages);
  }

  private static Problem with(Problem problem, Explanation known) {
    List<String> details = new ArrayList<>();
    details.add(known.means());
    details.addAll(problem.details());
    List<String> remedy = new ArrayList<>(known.remedy());
    remedy.add(problem.remedy());
    return new Problem(
        problem.code(), problem.summary(), problem.location(), details, String.join("\n", remedy));
  }
}
