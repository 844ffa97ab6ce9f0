package com.hcomp.gitops.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * An answer, its body whole.
 *
 * @param status the HTTP status
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, nor kept.
record Answer(int status, HttpHeaders headers, byte[] body) {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern QUERY = Pattern.compile("\\?\\S*");

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The first line of what a person reads about a failure. */
  String excerpt() {
    String text = QUERY.matcher(text().strip().replaceAll("\\s+", " ")).replaceAll("?...");
    return "status " + status + ": " + (text.length() > 200 ? text.substring(0, 200) : text);
  }

  /** Whether a registry says that it doesn't have something, rather than a web server. */
  boolean isMissing() {
    if (status != 404) {
      return false;
    }
    if (headers.firstValue("Docker-Distribution-Api-Version").isPresent()) {
      return true;
    }
    try {
      JsonNode errors = JSON.readTree(body).path("errors");
      return errors.isArray() && errors.path(0).path("code").isTextual();
    } catch (IOException e) {
      return false;
    }
  }

  JsonNode json(RegistryProblems problems) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw problems.answer("answers with something that is not JSON", excerpt());
    } catch (IOException e) {
      throw problems.answer("answers with something unreadable", excerpt());
    }
  }
}
