package com.hcomp.gitops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.registry.Logins.Login;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a registry's challenge and the user's login into what the next request carries. */
final class TokenService {
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z_]+)=(?:\"([^\"]*)\"|([^\\s,]+))");
  private static final long MOST = 1 << 20;

  private final RegistryAddress address;
  private final Logins logins;
  private final Exchange exchange;
  private final RegistryProblems problems;
  private volatile boolean hasLogin;

  TokenService(
      RegistryAddress address, Logins logins, Exchange exchange, RegistryProblems problems) {
    this.address = address;
    this.logins = logins;
    this.exchange = exchange;
    this.problems = problems;
  }

  /** Sends a request and takes at most so many bytes of the answer. */
  @FunctionalInterface
  interface Exchange {
    Answer send(HttpRequest request, long most);
  }

  /** Whether a login was found for the registry, if one was looked for. */
  boolean hasLogin() {
    return hasLogin;
  }

  /**
   * Answers a challenge.
   *
   * @param challenged the headers of an answer with status 401
   * @param scope what is wanted, such as {@code repository:hcomp/app:pull,push}
   * @return the Authorization header, or empty if there is nothing to try
   */
  Optional<String> authorization(HttpHeaders challenged, String scope) {
    Optional<Login> login = logins.find(address.host());
    hasLogin = login.isPresent();
    for (String challenge : challenged.allValues("WWW-Authenticate")) {
      String scheme = challenge.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
      if (scheme.equals("bearer")) {
        return bearer(parameters(challenge), login, scope);
      }
      if (scheme.equals("basic") && login.isPresent() && !login.get().isIdentityToken()) {
        return login.map(Login::basic);
      }
    }
    return Optional.empty();
  }

  private Optional<String> bearer(
      Map<String, String> challenge, Optional<Login> login, String scope) {
    String realm = challenge.getOrDefault("realm", "");
    if (!realm.startsWith("https://") && !(address.plainHttp() && realm.startsWith("http://"))) {
      throw problems.answer("sends us to a token service that has no TLS: '" + realm + "'");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    if (challenge.containsKey("service")) {
      fields.put("service", challenge.getOrDefault("service", ""));
    }
    fields.put("scope", scope);
    Answer answer = exchange.send(request(realm, fields, login), MOST);
    if (answer.status() == 401 || answer.status() == 403) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw problems.answer("has a token service that fails", answer.excerpt());
    }
    JsonNode token = answer.json(problems);
    String value = token.path("token").asText(token.path("access_token").asText(""));
    if (value.isEmpty()) {
      throw problems.answer("has a token service that gives no token");
    }
    return Optional.of("Bearer " + value);
  }

  private static HttpRequest request(
      String realm, Map<String, String> fields, Optional<Login> login) {
    if (login.isPresent() && login.get().isIdentityToken()) {
      fields.put("grant_type", "refresh_token");
      fields.put("client_id", "hcomp-gitops");
      fields.put("refresh_token", login.get().secret());
      return HttpRequest.newBuilder(URI.create(realm))
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
          .build();
    }
    URI uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + form(fields));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    login.ifPresent(known -> request.header("Authorization", known.basic()));
    return request.build();
  }

  private static String form(Map<String, String> fields) {
    return String.join(
        "&",
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .toList());
  }

  private static Map<String, String> parameters(String challenge) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      parameters.put(
          matcher.group(1).toLowerCase(Locale.ROOT), quoted == null ? matcher.group(3) : quoted);
    }
    return parameters;
  }
}
