package com.hcomp.gitops.registry;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Lazy;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends requests to one registry: logs in when asked to, follows redirects, tries again. */
final class RegistryConnection {
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
  private static final int TRIES = 3;
  private static final int REDIRECTS = 5;

  /** Bytes that may take longer to send than an answer may take to begin. */
  private static final int LARGE = 1 << 20;

  private final RegistryAddress address;
  private final RegistryProblems problems;
  private final TokenService tokens;
  private final Patience patience;
  // To make it takes a while, and many a goal asks no registry.
  private final Lazy<HttpClient> client = new Lazy<>(this::newClient);

  /** What the registry let us do with a repository so far, by what was asked of it. */
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();

  RegistryConnection(RegistryAddress address, LoginFiles files, Patience patience) {
    this.address = address;
    this.problems = new RegistryProblems(address, files);
    this.patience = patience;
    this.tokens = new TokenService(address, new Logins(files), this::exchange, problems);
  }

  RegistryProblems problems() {
    return problems;
  }

  private HttpClient newClient() {
    return HttpClient.newBuilder()
        .connectTimeout(patience.answer())
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  /**
   * Reads something.
   *
   * @param repository whose login is needed
   * @param path below {@code /v2/}, or an absolute path that the registry gave
   * @param most bytes of the body that are taken; more is a problem
   * @return an answer with status 200, or one that is missing
   */
  Answer get(String repository, String path, String accept, long most) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET().header("Accept", accept);
    Answer answer = sendAuthorized(repository, "pull", request, most);
    if (answer.status() == 200 || answer.isMissing()) {
      return answer;
    }
    throw refused(repository, "read", answer);
  }

  /** Writes something; returns when the registry says that it has it. */
  void put(String repository, String path, String mediaType, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Content-Type", mediaType);
    Answer answer = sendAuthorized(repository, "pull,push", request, 1 << 20);
    if (answer.status() != 201 && answer.status() != 200) {
      throw refused(repository, "write", answer);
    }
  }

  /** Uploads a blob in one piece; returns when the registry says that it has it. */
  void upload(String repository, Digest digest, byte[] blob) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(repository + "/blobs/uploads/"))
            .POST(HttpRequest.BodyPublishers.noBody());
    Answer begun = sendAuthorized(repository, "pull,push", request, 1 << 20);
    if (begun.status() != 202) {
      throw refused(repository, "write", begun);
    }
    // Where to is the registry's to say; but of that only the path and query are believed.
    URI place = target(request.build().uri(), begun);
    String query = place.getRawQuery() == null ? "" : place.getRawQuery() + "&";
    put(
        repository,
        place.getRawPath() + "?" + query + "digest=" + digest,
        "application/octet-stream",
        blob);
  }

  private RuntimeException refused(String repository, String what, Answer answer) {
    return answer.status() == 401 || answer.status() == 403
        ? problems.denied(repository, answer.status(), what, tokens.hasLogin())
        : problems.answer(
            "did not let us " + what + " " + repository + " as a registry does", answer.excerpt());
  }

  private URI uri(String path) {
    String scheme = address.plainHttp() ? "http://" : "https://";
    // The name by which images of that registry are known is not where it is.
    String host = address.host().equals("docker.io") ? "registry-1.docker.io" : address.host();
    return URI.create(scheme + host + (path.startsWith("/") ? path : "/v2/" + path));
  }

  private Answer sendAuthorized(
      String repository, String actions, HttpRequest.Builder request, long most) {
    String key = actions + " " + repository;
    Optional<String> known = Optional.ofNullable(authorizations.get(key));
    Answer answer = redirected(request, known, most);
    if (answer.status() != 401) {
      return answer;
    }
    // Not logged in yet, or the token has expired.
    Optional<String> authorization =
        tokens.authorization(answer.headers(), "repository:" + repository + ":" + actions);
    if (authorization.isEmpty()) {
      return answer;
    }
    authorizations.put(key, authorization.get());
    return redirected(request, authorization, most);
  }

  private Answer redirected(
      HttpRequest.Builder request, Optional<String> authorization, long most) {
    authorization.ifPresent(value -> request.setHeader("Authorization", value));
    Answer answer = exchange(request.build(), most);
    URI at = request.build().uri();
    for (int i = 0; i < REDIRECTS && isRedirect(answer); i++) {
      at = target(at, answer);
      if (!"https".equals(at.getScheme()) && !address.plainHttp()) {
        throw problems.answer("redirects to a place without TLS, " + at.getHost());
      }
      // Blobs lie elsewhere, with a permission in the address: our login is not for that host.
      HttpRequest.Builder next = HttpRequest.newBuilder(at).GET();
      if (address.host().equals(at.getRawAuthority())) {
        authorization.ifPresent(value -> next.setHeader("Authorization", value));
      }
      answer = exchange(next.build(), most);
    }
    return answer;
  }

  private URI target(URI from, Answer answer) {
    String location = answer.headers().firstValue("Location").orElse("");
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw problems.answer("redirects to something that is no address");
    }
  }

  private static boolean isRedirect(Answer answer) {
    return Set.of(301, 302, 303, 307, 308).contains(answer.status())
        && answer.headers().firstValue("Location").isPresent();
  }

  // Every request that is sent can be sent twice without harm: reading, and writing what is named
  // by its digest.
  private Answer exchange(HttpRequest plain, long most) {
    boolean large = plain.bodyPublisher().filter(body -> body.contentLength() > LARGE).isPresent();
    HttpRequest request =
        HttpRequest.newBuilder(plain, (name, value) -> true)
            .timeout(large ? patience.body() : patience.answer())
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<InputStream> response =
            client.get().send(request, HttpResponse.BodyHandlers.ofInputStream());
        Answer answer = new Answer(response.statusCode(), response.headers(), body(response, most));
        if (attempt == TRIES || !PASSING.contains(answer.status())) {
          return answer;
        }
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw problems.unreachable(reason(e), e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      pause(patience.pause().multipliedBy(attempt));
    }
  }

  private byte[] body(HttpResponse<InputStream> response, long most) throws IOException {
    // The request's own time-out ends where the answer begins.
    CompletableFuture<@Nullable Void> late = new CompletableFuture<>();
    InputStream stream = response.body();
    CompletableFuture<Void> closed =
        late.completeOnTimeout(null, patience.body().toMillis(), TimeUnit.MILLISECONDS)
            .thenRun(() -> close(stream));
    try (stream) {
      byte[] body = stream.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
      if (body.length > most) {
        throw problems.answer("answers with more than " + most + " bytes");
      }
      return body;
    } catch (IOException e) {
      throw late.isDone() ? new HttpTimeoutException("its answer does not end") : e;
    } finally {
      if (!late.cancel(false)) {
        closed.join();
      }
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // Whoever reads it is told.
    }
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "its name has no address";
      }
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof HttpTimeoutException) {
      return message;
    }
    return e instanceof ConnectException
        ? "the connection is refused"
        : e.getClass().getSimpleName() + ", " + message;
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
