package com.hcomp.gitops.check;

import com.hcomp.gitops.model.Lazy;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * GET requests to servers that nobody vouches for: what they answer is bounded in size, and leads
 * to no other host.
 */
final class Http {
  private static final int REDIRECTS = 3;
  static final Set<Integer> REDIRECT = Set.of(301, 302, 303, 307, 308);

  // To make it takes a while, and often nothing is checked.
  private final Lazy<HttpClient> client = new Lazy<>(this::newClient);
  private final Duration patience;
  private final int most;

  /**
   * @param patience for an answer to begin; whoever waits decides how long it may go on
   * @param most how many bytes of an answer are taken
   */
  Http(Duration patience, int most) {
    this.patience = patience;
    this.most = most;
  }

  private HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(patience)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /**
   * The answer; fails with {@link NoAnswer} where there is none.
   *
   * @param follow whether redirects are followed; else they are the answer
   */
  CompletableFuture<Reply> get(URI address, boolean follow) {
    return get(address, follow, REDIRECTS);
  }

  private CompletableFuture<Reply> get(URI address, boolean follow, int redirects) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).GET().build();
    return client
        .get()
        .sendAsync(request, response -> new Bounded(most, patience))
        .thenCompose(
            response ->
                follow && REDIRECT.contains(response.statusCode())
                    ? redirected(address, response, redirects)
                    : CompletableFuture.completedFuture(
                        new Reply(address, response.statusCode(), response.body())));
  }

  private CompletableFuture<Reply> redirected(
      URI from, HttpResponse<String> response, int redirects) {
    if (redirects == 0) {
      throw new NoAnswer(Reply.shown(from) + " redirects without end");
    }
    String location = response.headers().firstValue("Location").orElse(":");
    return get(target(from, location), true, redirects - 1);
  }

  /** Where a redirect leads: who is named in promotion.yaml is asked, and nobody else. */
  static URI target(URI from, String location) {
    URI to = resolved(from, location);
    boolean sameHost = to.getHost().equalsIgnoreCase(from.getHost());
    boolean asSafe = to.getScheme().equals("https") || to.getScheme().equals(from.getScheme());
    if (!sameHost || !asSafe) {
      throw new NoAnswer(Reply.shown(from) + " redirects to " + Reply.shown(to));
    }
    return to;
  }

  private static URI resolved(URI from, String location) {
    try {
      URI to = from.resolve(location);
      if (to.getHost() != null) {
        return to;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new NoAnswer(Reply.shown(from) + " redirects to something that is no address");
  }

  /** Why a request failed, in a few words. */
  static String reason(URI address, Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    Optional<Throwable> known =
        causes.stream().filter(cause -> cause instanceof NoAnswer).findFirst();
    return known
        .map(answer -> String.valueOf(answer.getMessage()))
        .orElseGet(() -> Reply.shown(address) + ": " + reason(causes));
  }

  private static String reason(List<Throwable> causes) {
    if (causes.stream().anyMatch(IllegalArgumentException.class::isInstance)) {
      return "no address that can be asked";
    }
    if (causes.stream().anyMatch(UnresolvedAddressException.class::isInstance)) {
      return "no host has that name";
    }
    if (causes.stream()
        .anyMatch(
            cause -> cause instanceof HttpTimeoutException || cause instanceof TimeoutException)) {
      return "no answer in time";
    }
    if (causes.stream().anyMatch(ConnectException.class::isInstance)) {
      return "nothing listens there";
    }
    return causes.stream()
        .filter(SSLException.class::isInstance)
        .map(cause -> Reply.shown(String.valueOf(cause.getMessage())))
        .findFirst()
        .orElse("the connection broke");
  }

  /** Takes so many bytes for so long, and no more. */
  private static final class Bounded implements HttpResponse.BodySubscriber<String> {
    private final int most;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<String> done = new CompletableFuture<>();

    Bounded(int most, Duration patience) {
      this.most = most;
      done.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<String> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      // Nobody waits any more for what is too long or too late.
      done.exceptionally(
          failure -> {
            subscription.cancel();
            return "";
          });
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        body.writeBytes(bytes);
      }
      if (body.size() > most) {
        done.completeExceptionally(new NoAnswer("the answer is longer than " + most + " bytes"));
      }
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(body.toString(StandardCharsets.UTF_8));
    }
  }
}
