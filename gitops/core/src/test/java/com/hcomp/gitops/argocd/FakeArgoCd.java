package com.hcomp.gitops.argocd;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers at the wire as Argo CD does; what it has no answer for is denied, as there. */
public final class FakeArgoCd implements AutoCloseable {
  public static final String TOKEN = "secret-token";

  /** What a request gets. */
  public record Answer(int status, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Function<String, Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public FakeArgoCd() {
    // Else every answer waits 40 ms for the client's acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    requests.add(uri.toString());
    boolean entered =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    Answer denied =
        new Answer(
            403,
            "{\"error\":\"permission denied\",\"code\":7,\"message\":" + "\"permission denied\"}");
    Answer answer =
        entered
            ? answers
                .getOrDefault(uri.getRawPath(), query -> denied)
                .apply(String.valueOf(uri.getQuery()))
            : new Answer(
                401,
                "{\"error\":\"no session information\",\"code\":16,\"message\":"
                    + "\"no session information\"}");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(body);
    }
  }

  public FakeArgoCd answer(String path, Supplier<Answer> answer) {
    return answerByQuery(path, query -> answer.get());
  }

  public FakeArgoCd answerByQuery(String path, Function<String, Answer> answer) {
    answers.put(path, answer);
    return this;
  }

  public FakeArgoCd answer(String path, String body) {
    return answer(path, () -> new Answer(200, body));
  }

  /** Both by its name and in the list, which holds this application only. */
  FakeArgoCd application(String name, Supplier<String> json) {
    answer("/api/v1/applications", () -> new Answer(200, list(json.get())));
    return answer("/api/v1/applications/" + name, () -> new Answer(200, json.get()));
  }

  public static String list(String... applications) {
    return "{\"metadata\":{},\"items\":[" + String.join(",", applications) + "]}";
  }

  public List<String> requests() {
    return List.copyOf(requests);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public ArgoCd client() {
    return client(TOKEN);
  }

  ArgoCd client(String token) {
    return new ArgoCd(new ArgoCdAddress(uri(), token, false), impatience());
  }

  static Patience impatience() {
    return new Patience(
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        3,
        Duration.ofMillis(1));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
