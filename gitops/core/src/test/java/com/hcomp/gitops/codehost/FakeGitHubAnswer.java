package com.hcomp.gitops.codehost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of a fake GitHub, in the shapes that GitHub documents. */
record FakeGitHubAnswer(int status, JsonNode body, Map<String, String> headers) {
  static final JsonMapper JSON = JsonMapper.builder().build();

  static FakeGitHubAnswer of(int status, JsonNode body) {
    return new FakeGitHubAnswer(status, body, Map.of());
  }

  static FakeGitHubAnswer error(int status, String message) {
    return of(status, errorBody(status, message));
  }

  private static ObjectNode errorBody(int status, String message) {
    return JSON.createObjectNode()
        .put("message", message)
        .put("documentation_url", "https://docs.github.com/rest")
        .put("status", Integer.toString(status));
  }

  /** 422 with one entry in the list of errors. */
  static FakeGitHubAnswer invalid(String resource, String field, String code, String message) {
    ObjectNode error = JSON.createObjectNode().put("resource", resource).put("code", code);
    if (!field.isEmpty()) {
      error.put("field", field);
    }
    if (!message.isEmpty()) {
      error.put("message", message);
    }
    ObjectNode body = errorBody(422, "Validation Failed");
    body.putArray("errors").add(error);
    return of(422, body);
  }

  static FakeGitHubAnswer denied(String wanted) {
    return error(403, "Resource not accessible by integration")
        .with("X-Accepted-GitHub-Permissions", wanted);
  }

  FakeGitHubAnswer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new FakeGitHubAnswer(status, body, all);
  }
}
