package com.hcomp.gitops.codehost;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Carries the library's requests: each ends in time, only what reads is tried again, no redirect is
 * followed, and what is not answered with 2xx is a {@link GitHubError}. The library by itself waits
 * without end, and repeats what writes.
 */
final class GitHubConnection implements GitHubConnector {
  private final URI api;
  private final Patience patience;
  private final HttpClient http;

  GitHubConnection(URI api, Patience patience) {
    this.api = api;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .build();
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
    URI uri = URI.create(request.url().toString());
    if (!api.getScheme().equals(uri.getScheme())
        || !api.getAuthority().equals(uri.getAuthority())) {
      // A page's link to the next one: the token is for our GitHub alone.
      throw GitHubError.noAnswer("it leads to another host, " + uri.getHost(), null);
    }
    boolean reads = request.method().equals("GET");
    HttpRequest prepared = prepared(request, uri);
    for (int attempt = 1; ; attempt++) {
      boolean last = !reads || attempt >= patience.attempts();
      try {
        return answered(request, prepared);
      } catch (GitHubError e) {
        if (last || !isPassing(e)) {
          throw e;
        }
      }
      pause(patience.after(attempt));
    }
  }

  private static HttpRequest prepared(GitHubConnectorRequest request, URI uri) throws IOException {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri).header("User-Agent", "hcomp");
    request
        .allHeaders()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    InputStream body = request.body();
    return builder
        .method(
            request.method(),
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.readAllBytes()))
        .build();
  }

  private GitHubConnectorResponse answered(GitHubConnectorRequest request, HttpRequest prepared)
      throws GitHubError {
    HttpResponse<byte[]> response = exchange(prepared);
    Whole whole = new Whole(request, response);
    String body;
    try (InputStream stream = whole.bodyStream()) {
      body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw GitHubError.noAnswer("its answer is damaged", e);
    }
    if (response.statusCode() / 100 != 2) {
      throw GitHubError.refused(whole, body);
    }
    return whole;
  }

  // The time-out of a request itself ends where the body of its answer begins.
  private HttpResponse<byte[]> exchange(HttpRequest request) throws GitHubError {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw GitHubError.noAnswer("no answer within " + patience.answer().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw GitHubError.noAnswer(reason(e), e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted();
    }
  }

  private static String reason(ExecutionException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "no host has that name";
      }
      if (cause instanceof ConnectException) {
        return "nothing listens there";
      }
      if (cause instanceof SSLException) {
        return "no TLS with it: " + GitHubError.line(String.valueOf(cause.getMessage()));
      }
    }
    return "the connection broke: " + GitHubError.line(String.valueOf(e.getCause()));
  }

  /** Whether the same may be answered in a moment. What took all the time is not asked again. */
  private static boolean isPassing(GitHubError error) {
    return error.status() >= 500
        || (error.status() == 0
            && !(error.getCause() instanceof TimeoutException)
            && !(error.getCause() instanceof SSLException));
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted while GitHub was asked");
  }

  /** An answer that is there, body and all. */
  private static final class Whole extends GitHubConnectorResponse.ByteArrayResponse {
    private final byte[] body;

    Whole(GitHubConnectorRequest request, HttpResponse<byte[]> response) {
      super(request, response.statusCode(), response.headers().map());
      this.body = response.body();
    }

    @Override
    protected InputStream rawBodyStream() {
      return new ByteArrayInputStream(body);
    }
  }
}
