package com.hcomp.gitops.platform.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The little of Argo CD's API that makes a token.
 *
 * @param url of Argo CD
 */
public record ArgoCdApi(String url) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether Argo CD takes a token. */
  public boolean accepts(String token) {
    HttpResponse<String> response = send(request("/api/v1/session/userinfo", token).GET());
    return response.statusCode() == 200 && tree(response).path("loggedIn").asBoolean();
  }

  /** Logs in as the administrator, and makes a token for our tool's account. */
  public String newToken(String adminPassword) {
    String session =
        post(
            "/api/v1/session",
            "",
            JSON.createObjectNode()
                .put("username", Credentials.ADMIN)
                .put("password", adminPassword));
    return post(
        "/api/v1/account/" + Credentials.ACCOUNT + "/token",
        session,
        JSON.createObjectNode().put("name", Credentials.ACCOUNT).put("expiresIn", 0));
  }

  private String post(String path, String token, JsonNode body) {
    HttpResponse<String> response =
        send(
            request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    String answer = tree(response).path("token").asText();
    if (response.statusCode() != 200 || answer.isEmpty()) {
      throw new IllegalStateException(
          "POST " + path + " answered " + response.statusCode() + ": " + response.body());
    }
    return answer;
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static JsonNode tree(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
