package com.hcomp.gitops.argocd;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * GET requests with a time-out and a few attempts. Neither queries nor the token reach a message.
 */
final class Transport {
  private final ArgoCdAddress address;
  private final Patience patience;
  private final HttpClient http;

  Transport(ArgoCdAddress address, Patience patience) {
    this.address = address;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // Argo CD tells HTTP and gRPC apart on one port; an upgrade to HTTP/2 confuses that.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect());
    if (address.insecure()) {
      builder.sslContext(acceptingAnyCertificate());
    }
    http = builder.build();
  }

  /**
   * An answer with status 2xx, 400, 403 or 404.
   *
   * @param status the HTTP status
   * @param body what it says
   * @param sentAt the latest moment, by the server's clock, at which the request can't have been
   *     sent yet
   * @param answeredAt the server's clock, in whole seconds
   */
  record Reply(int status, String body, Instant sentAt, Instant answeredAt) {
    boolean found() {
      return status < 300;
    }
  }

  Reply get(String path, Map<String, String> query, boolean slow) {
    URI uri = uri(path, query);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(slow ? patience.refresh() : patience.answer())
            .header("Authorization", "Bearer " + address.token())
            .header("Accept", "application/json")
            .GET()
            .build();
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= patience.attempts();
      try {
        long start = System.nanoTime();
        HttpResponse<String> response =
            http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (response.statusCode() < 500 || last) {
          return reply(response, took);
        }
      } catch (IOException e) {
        // A time-out has used its patience already, and a certificate doesn't change by itself.
        if (last || e instanceof HttpTimeoutException || e instanceof SSLException) {
          throw unreachable(e);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
      pause(patience.backOff().multipliedBy(1L << (attempt - 1)));
    }
  }

  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted while Argo CD was asked");
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private URI uri(String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(address.server() + path + (parameters.isEmpty() ? "" : "?" + parameters));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Reply reply(HttpResponse<String> response, Duration took) {
    int status = response.statusCode();
    if (status == 401) {
      throw new Problem(
              "ARGOCD-DENIED",
              "Argo CD at " + address.display() + " does not accept the token.",
              said(response.body()),
              "It may have expired, or be another Argo CD's. Set ARGOCD_AUTH_TOKEN to a new one:\n"
                  + "argocd account generate-token")
          .asException();
    }
    if (status >= 300 && status < 400) {
      throw new Problem(
              "ARGOCD-ANSWER",
              "Argo CD at " + address.display() + " sends its visitors elsewhere.",
              List.of("HTTP status " + status),
              "Most often it wants https: unset ARGOCD_PLAINTEXT,\n"
                  + "or name the address it leads to in ARGOCD_SERVER.")
          .asException();
    }
    if (status >= 300 && status != 400 && status != 403 && status != 404) {
      throw answer("HTTP status " + status, said(response.body()));
    }
    Instant answeredAt = response.headers().firstValue("Date").map(Transport::date).orElse(null);
    if (answeredAt == null) {
      answeredAt = Instant.now();
    }
    return new Reply(status, response.body(), answeredAt.minus(took), answeredAt);
  }

  private static @Nullable Instant date(String header) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What Argo CD gave as the reason, if it did. */
  static List<String> said(String body) {
    String message = Json.parse(body).map(json -> Json.text(json, "message")).orElse("");
    return message.isEmpty() ? List.of() : List.of("it says: " + Text.oneLine(message));
  }

  ProblemException denied(String permission, Reply reply) {
    return new Problem(
            "ARGOCD-DENIED",
            "Argo CD at " + address.display() + " does not let this account do that.",
            said(reply.body()),
            "It needs the permission '"
                + permission
                + "' (argocd-rbac-cm). What it may do:\n"
                + "argocd account can-i "
                + permission.replace(", ", " ")
                + " '*'")
        .asException();
  }

  ProblemException answer(String what, List<String> details) {
    return new Problem(
            "ARGOCD-ANSWER",
            "Argo CD at " + address.display() + " gave no usable answer: " + what + ".",
            details,
            "Check that ARGOCD_SERVER names Argo CD itself, and look at its server's log.")
        .asException();
  }

  private ProblemException unreachable(IOException cause) {
    return new ProblemException(
        List.of(
            new Problem(
                "ARGOCD-UNREACHABLE",
                "Argo CD at " + address.display() + " can't be reached: " + reason(cause) + ".",
                remedy(cause))),
        cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    // The JDK gives a refused connection and an unknown host no text of their own.
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof UnresolvedAddressException) {
        return "no host has that name";
      }
    }
    String message = cause.getMessage();
    if (message == null) {
      return cause instanceof ConnectException
          ? "nothing listens there"
          : cause.getClass().getSimpleName();
    }
    return Text.oneLine(message);
  }

  private String remedy(IOException cause) {
    // Where plain HTTP answers a TLS greeting, the JDK's client may also just wait.
    boolean tls = "https".equals(address.server().getScheme());
    if (cause instanceof SSLException || (tls && cause instanceof HttpTimeoutException)) {
      return "If it speaks plain HTTP, set ARGOCD_PLAINTEXT=true.\n"
          + "If nobody vouches for its certificate, add that to the JDK's trust store, or accept"
          + " any:\n"
          + "export ARGOCD_INSECURE=true";
    }
    return "Check ARGOCD_SERVER and the way there. On this machine, start the platform:\n"
        + "mvn -Plocal gitops:up";
  }

  private static SSLContext acceptingAnyCertificate() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
