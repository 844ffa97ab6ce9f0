package com.hcomp.gitops.codehost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request to a fake GitHub.
 *
 * @param path below the API's root
 */
record FakeGitHubRequest(String method, String path, Map<String, String> query, JsonNode body) {
  boolean is(String wantedMethod, String pathPattern) {
    return method.equals(wantedMethod) && path.matches(pathPattern);
  }

  /** A number or name in the path: of {@code /repos/a/b/pulls/12/merge} the sixth is 12. */
  String part(int index) {
    return path.split("/")[index];
  }

  String text(String field, String otherwise) {
    return body.path(field).asText(otherwise);
  }
}
