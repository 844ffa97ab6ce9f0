package com.hcomp.gitops.doctor;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.process.CommandFailed;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param subject what, in a word or two
 * @param level how it is
 * @param figure what was found, in a sentence or a figure
 * @param remedy what to do, ending with the command where there is one; only of what isn't fine
 */
public record Finding(String subject, Level level, String figure, Optional<String> remedy) {

  /** How something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works, or isn't needed everywhere, but a person should know. */
    WARNING,
    /** Something can't work as it is. */
    WRONG;

    /** {@code ok}, {@code warning}, {@code wrong}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    if ((level == Level.OK) == remedy.isPresent()) {
      throw new IllegalArgumentException(subject + " is " + level + ", with remedy " + remedy);
    }
  }

  public static Finding ok(String subject, String figure) {
    return new Finding(subject, Level.OK, figure, Optional.empty());
  }

  public static Finding warning(String subject, String figure, String remedy) {
    return new Finding(subject, Level.WARNING, figure, Optional.of(remedy));
  }

  public static Finding wrong(String subject, String figure, String remedy) {
    return new Finding(subject, Level.WRONG, figure, Optional.of(remedy));
  }

  /**
   * What a check for problems found: one finding for each.
   *
   * @param level how bad a problem is
   * @param fine the figure where there is none
   */
  public static List<Finding> of(String subject, Level level, List<Problem> problems, String fine) {
    return problems.isEmpty()
        ? List.of(ok(subject, fine))
        : problems.stream().map(problem -> of(subject, level, problem)).toList();
  }

  private static Finding of(String subject, Level level, Problem problem) {
    String details =
        problem.details().stream().map(String::strip).collect(Collectors.joining("; "));
    String figure = problem.summary() + (details.isEmpty() ? "" : " " + details);
    return new Finding(subject, level, figure, Optional.of(problem.remedy()));
  }

  /**
   * Looks; what keeps it from looking is a finding too, so that all else is still looked at.
   *
   * @param level how bad it is if it can't look
   */
  public static List<Finding> look(String subject, Level level, Supplier<List<Finding>> check) {
    try {
      return check.get();
    } catch (ProblemException e) {
      return of(subject, level, e.problems(), "");
    } catch (CommandFailed | UncheckedIOException e) {
      String figure = "This can't be looked at: " + e.getMessage();
      return List.of(
          new Finding(subject, level, figure, Optional.of("Mend what it names, and look again.")));
    }
  }

  /** For machines: {@code {"subject","level","figure","remedy"}}; the remedy may be null. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("subject", subject);
    json.put("level", level.toString());
    json.put("figure", figure);
    json.put("remedy", remedy.orElse(null));
    return json;
  }
}
