package com.hcomp.gitops.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.hcomp.gitops.cause.Explanation;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers for machines: the same value gives the same text, members in the order of the record or
 * map, moments as ISO 8601, null where there is nothing.
 */
public final class JsonOutput {
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private final JsonMapper mapper =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** The value as JSON, without a final line break. */
  public String text(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + value.getClass(), e);
    }
  }

  /**
   * {@code {"problems":[{"code","summary","file","line","details","remedy","cause"}]}}; the cause
   * is what the messages in it mean, as {@link Explanation#json} has it, or null.
   */
  public String problems(List<Problem> problems) {
    return text(Map.of("problems", problems.stream().map(JsonOutput::problem).toList()));
  }

  private static Map<String, @Nullable Object> problem(Problem problem) {
    Location location = problem.location();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("code", problem.code());
    json.put("summary", problem.summary());
    json.put("file", location == null ? null : location.file().toString());
    json.put("line", location == null || location.line() == 0 ? null : location.line());
    json.put("details", problem.details());
    json.put("remedy", problem.remedy());
    json.put("cause", Explained.of(problem).map(Explanation::json).orElse(null));
    return json;
  }
}
