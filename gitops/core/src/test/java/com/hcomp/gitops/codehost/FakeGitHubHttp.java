package com.hcomp.gitops.codehost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Requests and answers at the wire: pages with links, GitHub's headers, compressed. */
final class FakeGitHubHttp {
  private FakeGitHubHttp() {}

  static FakeGitHubRequest read(HttpExchange exchange, String root) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode json =
        FakeGitHubAnswer.JSON.readTree(
            body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body);
    Map<String, String> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String path = exchange.getRequestURI().getPath();
    return new FakeGitHubRequest(
        exchange.getRequestMethod(),
        path.startsWith(root) ? path.substring(root.length()) : "/not-below-" + root,
        query,
        json);
  }

  /** One page of a list, with links to the others. */
  static FakeGitHubAnswer paged(String api, FakeGitHubRequest request, FakeGitHubAnswer answer) {
    if (!(answer.body() instanceof ArrayNode all) || !request.method().equals("GET")) {
      return answer;
    }
    int size = Math.min(100, Integer.parseInt(request.query().getOrDefault("per_page", "30")));
    int page = Integer.parseInt(request.query().getOrDefault("page", "1"));
    int pages = Math.max(1, (all.size() + size - 1) / size);
    ArrayNode some = FakeGitHubAnswer.JSON.createArrayNode();
    for (int i = (page - 1) * size; i < Math.min(all.size(), page * size); i++) {
      some.add(all.get(i));
    }
    FakeGitHubAnswer cut = new FakeGitHubAnswer(answer.status(), some, answer.headers());
    List<String> links = new ArrayList<>();
    if (page < pages) {
      links.add("<" + page(api, request, page + 1) + ">; rel=\"next\"");
      links.add("<" + page(api, request, pages) + ">; rel=\"last\"");
    }
    return links.isEmpty() ? cut : cut.with("Link", String.join(", ", links));
  }

  private static String page(String api, FakeGitHubRequest request, int page) {
    StringBuilder url = new StringBuilder(api).append(request.path()).append('?');
    request
        .query()
        .forEach(
            (name, value) -> {
              if (!name.equals("page")) {
                url.append(name).append('=').append(value).append('&');
              }
            });
    return url.append("page=").append(page).toString();
  }

  static void send(HttpExchange exchange, FakeGitHubAnswer answer, int requests)
      throws IOException {
    byte[] plain = FakeGitHubAnswer.JSON.writeValueAsBytes(answer.body());
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.getResponseHeaders().set("X-GitHub-Media-Type", "github.v3; format=json");
    exchange.getResponseHeaders().set("X-RateLimit-Limit", "5000");
    exchange.getResponseHeaders().set("X-RateLimit-Remaining", String.valueOf(5000 - requests));
    exchange
        .getResponseHeaders()
        .set("X-RateLimit-Reset", String.valueOf(Instant.now().plusSeconds(3600).getEpochSecond()));
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    boolean gzip =
        String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding")).contains("gzip");
    byte[] body = gzip ? zipped(plain) : plain;
    if (gzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(body);
    }
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }
}
