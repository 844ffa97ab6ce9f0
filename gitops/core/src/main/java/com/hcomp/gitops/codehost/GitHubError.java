package com.hcomp.gitops.codehost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHIOException;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * A request that was not answered as wished. The library hands this kind of exception on as it is.
 */
final class GitHubError extends GHIOException {
  private static final long serialVersionUID = 1L;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final int LONGEST = 200;

  private final transient @Nullable GitHubConnectorResponse response;
  private final String body;

  private GitHubError(
      String message,
      @Nullable GitHubConnectorResponse response,
      String body,
      @Nullable Throwable cause) {
    super(message, cause);
    this.response = response;
    this.body = body;
  }

  /** An answer with another status than 2xx. */
  static GitHubError refused(GitHubConnectorResponse response, String body) {
    return new GitHubError("status " + response.statusCode(), response, body, null);
  }

  /** No answer, or none that is whole. */
  static GitHubError noAnswer(String why, @Nullable Throwable cause) {
    return new GitHubError(why, null, "", cause);
  }

  /** The HTTP status; 0 where there was no answer. */
  int status() {
    return response == null ? 0 : response.statusCode();
  }

  /** Whether the other side may yet have done what was asked. */
  boolean leavesOpenWhetherItWasDone() {
    return status() == 0 || status() >= 500;
  }

  Optional<String> header(String name) {
    return response == null ? Optional.empty() : Optional.ofNullable(response.header(name));
  }

  /** What GitHub says about it, its list of errors included; cut, one line each. */
  List<String> said() {
    JsonNode json = json();
    List<String> lines = new ArrayList<>();
    lines.add(json.path("message").asText(""));
    for (JsonNode error : json.path("errors")) {
      lines.add(
          error.isTextual()
              ? error.asText()
              : error
                  .path("message")
                  .asText(field(error) + " is " + error.path("code").asText("?")));
    }
    List<String> said = lines.stream().map(GitHubError::line).filter(l -> !l.isEmpty()).toList();
    return said.isEmpty() && !body.isBlank() ? List.of(line(body)) : said;
  }

  /** Whether it complains about one field of what was sent. */
  boolean isAbout(String field) {
    for (JsonNode error : json().path("errors")) {
      if (error.path("field").asText("").equals(field)) {
        return true;
      }
    }
    return false;
  }

  private static String field(JsonNode error) {
    return error.path("field").asText("something");
  }

  private JsonNode json() {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? JSON.missingNode() : json;
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  static String line(String text) {
    String line = SPACE.matcher(text).replaceAll(" ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
