package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads JSON that may lack anything. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** The object or array; empty if the text is something else. */
  static Optional<JsonNode> parse(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return json != null && json.isContainerNode() ? Optional.of(json) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The text at a path; empty where there is none. */
  static String text(JsonNode json, String... path) {
    return at(json, path).asText("");
  }

  static Optional<String> some(JsonNode json, String... path) {
    String text = text(json, path);
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static Optional<Instant> instant(JsonNode json, String... path) {
    return some(json, path).flatMap(Json::instant);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static List<JsonNode> each(JsonNode json, String... path) {
    return StreamSupport.stream(at(json, path).spliterator(), false).toList();
  }

  static JsonNode at(JsonNode json, String... path) {
    JsonNode found = json;
    for (String name : path) {
      found = found.path(name);
    }
    return found;
  }
}
