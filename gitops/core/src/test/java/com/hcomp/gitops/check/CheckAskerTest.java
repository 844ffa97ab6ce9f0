package com.hcomp.gitops.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.check.AnsweringServer.Handler;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.policy.Check;
import com.hcomp.gitops.policy.Check.Endpoint;
import com.hcomp.gitops.policy.Check.RunningVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckAskerTest {
  private static final String COMMIT = "9f31c2a4b7de0f8a6c5b4d3e2f1a09b8c7d6e5f4";
  private static final ImageRef IMAGE =
      new ImageRef("app-service", "9f31c2a4b7de", Digest.of("image"));
  private static final Map<String, String> LABELS =
      Map.of(
          "org.opencontainers.image.revision", COMMIT, "org.opencontainers.image.version", "1.4.0");

  /** Long enough for a busy machine where an answer comes; short where none ever does. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(300);

  private final List<AnsweringServer> servers = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void stop() {
    over.countDown();
    servers.forEach(AnsweringServer::close);
  }

  private AnsweringServer server(Handler handler) throws IOException {
    AnsweringServer server = new AnsweringServer(handler);
    servers.add(server);
    return server;
  }

  private AnsweringServer server(int status, String body) throws IOException {
    return server(exchange -> AnsweringServer.send(exchange, status, body));
  }

  private static Asked asked(AnsweringServer server) {
    return new Asked("stg", Optional.of(server.address()), Optional.of(IMAGE), LABELS);
  }

  private static Answer ask(Check check, Asked asked, Duration patience) {
    CheckAsker asker = new CheckAsker(Clock.systemUTC(), patience, 10_000);
    return Objects.requireNonNull(asker.ask(List.of(check), asked).get(check.name()));
  }

  private static void assertNone(Answer answer, String why) {
    assertThat(answer).isInstanceOf(Answer.None.class);
    assertThat(((Answer.None) answer).why()).contains(why);
  }

  @Nested
  class Version {
    private static final RunningVersion AT_ARGO_CDS_ADDRESS =
        new RunningVersion("version", Optional.empty());

    private static String json(String version, String commit) {
      return "{\"version\":\"%s\",\"commit\":\"%s\",\"environment\":\"stg\"}"
          .formatted(version, commit);
    }

    private Answer answerTo(int status, String body) throws IOException {
      return ask(AT_ARGO_CDS_ADDRESS, asked(server(status, body)), LONG);
    }

    @Test
    void isGoodWhereThePinnedCommitAnswers() throws IOException {
      AnsweringServer server = server(200, json("1.4.0", COMMIT));
      assertThat(ask(AT_ARGO_CDS_ADDRESS, asked(server), LONG))
          .isEqualTo(new Answer.Good("stg answers version 1.4.0, commit 9f31c2a4b7de"));
      assertThat(server.requests()).containsExactly("GET /version");
    }

    @Test
    void mayBeTheImagesTag() throws IOException {
      assertThat(answerTo(200, json("9f31c2a4b7de", COMMIT))).isInstanceOf(Answer.Good.class);
    }

    @Test
    void isBadWhereAnotherOneAnswers() throws IOException {
      assertThat(answerTo(200, json("1.3.9", "20c9d1f0a3b5" + COMMIT)))
          .isEqualTo(
              new Answer.Bad(
                  "stg answers version 1.3.9, commit 20c9d1f0a3b5;"
                      + " pinned is version 1.4.0, commit 9f31c2a4b7de"));
      assertThat(answerTo(200, json("1.4.0", "20c9d1f0a3b5"))).isInstanceOf(Answer.Bad.class);
      assertThat(answerTo(200, json("1.3.9", COMMIT))).isInstanceOf(Answer.Bad.class);
      // The beginning of the right commit is not the commit.
      assertThat(answerTo(200, json("1.4.0", "9f31c2a4b7de"))).isInstanceOf(Answer.Bad.class);
    }

    @Test
    void tellsUncommittedChangesApart() throws IOException {
      ImageRef dirty =
          new ImageRef("app-service", "9f31c2a4b7de-g1a2b3c4d", Digest.of("dirty image"));
      Map<String, String> labels = new HashMap<>(LABELS);
      labels.put("org.opencontainers.image.revision", COMMIT + "-g1a2b3c4d");
      AnsweringServer clean = server(200, json("1.4.0", COMMIT));
      AnsweringServer changed = server(200, json("1.4.0", COMMIT + "-g1a2b3c4d"));
      assertThat(
              ask(
                  AT_ARGO_CDS_ADDRESS,
                  new Asked("stg", Optional.of(clean.address()), Optional.of(dirty), labels),
                  LONG))
          .isInstanceOf(Answer.Bad.class);
      assertThat(
              ask(
                  AT_ARGO_CDS_ADDRESS,
                  new Asked("stg", Optional.of(changed.address()), Optional.of(dirty), labels),
                  LONG))
          .isEqualTo(new Answer.Good("stg answers version 1.4.0, commit 9f31c2a4b7de-g1a2b3c4d"));
    }

    @Test
    void mayBeAskedElsewhere() throws IOException {
      AnsweringServer server = server(200, json("1.4.0", COMMIT));
      URI url = URI.create(server.address() + "/app/info?token=secret");
      Asked asked = new Asked("stg", Optional.empty(), Optional.of(IMAGE), LABELS);
      assertThat(ask(new RunningVersion("version", Optional.of(url)), asked, LONG))
          .isInstanceOf(Answer.Good.class);
      assertThat(server.requests()).containsExactly("GET /app/info?token=secret");
    }

    @Test
    void isUnknownWithoutAClearAnswer() throws IOException {
      assertNone(answerTo(500, json("1.4.0", COMMIT)), "/version answers status 500");
      assertNone(answerTo(200, "<html>"), "no JSON object");
      assertNone(answerTo(200, ""), "no JSON object");
      assertNone(answerTo(200, "[]"), "no JSON object");
      assertNone(answerTo(200, "[".repeat(5000)), "no JSON object");
      assertNone(answerTo(200, "{\"version\":\"1.4.0\"}"), "says no version and commit");
      assertNone(answerTo(200, json("", COMMIT)), "says no version and commit");
      assertNone(answerTo(200, "{\"version\":{},\"commit\":[]}"), "says no version and commit");
    }

    @Test
    void showsNoMoreOfACommitThanThereIs() throws IOException {
      assertThat(((Answer.Bad) answerTo(200, json("1.4.0", "abc-g1"))).figure())
          .startsWith("stg answers version 1.4.0, commit abc-g1;");
    }

    @Test
    void isUnknownWhereNobodyKnowsWhatItShouldBe() throws IOException {
      AnsweringServer server = server(200, json("1.4.0", COMMIT));
      Optional<String> address = Optional.of(server.address());
      Asked unlabelled = new Asked("stg", address, Optional.of(IMAGE), Map.of());
      assertNone(
          ask(AT_ARGO_CDS_ADDRESS, unlabelled, LONG),
          "image app-service:9f31c2a4b7de does not say which commit");
      Map<String, String> blank = Map.of("org.opencontainers.image.revision", " ");
      Asked blankly = new Asked("stg", address, Optional.of(IMAGE), blank);
      assertNone(ask(AT_ARGO_CDS_ADDRESS, blankly, LONG), "does not say which commit");
      Asked nothing = new Asked("stg", address, Optional.empty(), LABELS);
      assertNone(ask(AT_ARGO_CDS_ADDRESS, nothing, LONG), "image of stg does not say");
      Asked nowhere = new Asked("stg", Optional.empty(), Optional.of(IMAGE), LABELS);
      assertNone(ask(AT_ARGO_CDS_ADDRESS, nowhere, LONG), "nobody knows where stg answers");
      Asked odd = new Asked("stg", Optional.of("http://a b"), Optional.of(IMAGE), LABELS);
      assertNone(ask(AT_ARGO_CDS_ADDRESS, odd, LONG), "is no address");
      Asked other = new Asked("stg", Optional.of("ftp://host"), Optional.of(IMAGE), LABELS);
      assertNone(
          ask(AT_ARGO_CDS_ADDRESS, other, LONG),
          "ftp://host/version: no address that can be asked");
      assertThat(server.requests()).isEmpty();
    }

    @Test
    void showsForeignTextOnlyAsALine() throws IOException {
      Answer answer = answerTo(200, json("\\u001b[2J\\n1" + "0".repeat(100), COMMIT));
      assertThat(((Answer.Bad) answer).figure())
          .startsWith("stg answers version [2J 1000000")
          .contains("...")
          .hasSizeLessThan(200);
    }
  }

  @Nested
  class AnyEndpoint {
    private static Endpoint endpoint(String url, int status, String contains) {
      return new Endpoint(
          "answers",
          URI.create(url),
          status,
          Optional.of(contains).filter(text -> !text.isEmpty()));
    }

    private Answer ask(Endpoint endpoint, Duration patience) {
      Asked asked = new Asked("stg", Optional.empty(), Optional.empty(), Map.of());
      return CheckAskerTest.ask(endpoint, asked, patience);
    }

    @Test
    void isGoodWhereItAnswersAsItShould() throws IOException {
      String url = server(200, "{\"status\":\"UP\"}").address() + "/health";
      assertThat(ask(endpoint(url, 200, ""), LONG))
          .isEqualTo(new Answer.Good(url + " answers status 200"));
      assertThat(ask(endpoint(url, 200, "\"UP\""), LONG)).isInstanceOf(Answer.Good.class);
      assertThat(ask(endpoint(server(204, "").address(), 204, ""), LONG))
          .isInstanceOf(Answer.Good.class);
    }

    @Test
    void isBadWhereItAnswersSomethingElse() throws IOException {
      String url = server(503, "UP").address();
      assertThat(ask(endpoint(url, 200, "UP"), LONG))
          .isEqualTo(new Answer.Bad(url + " answers status 503, not 200"));
      url = server(200, "DOWN").address();
      assertThat(ask(endpoint(url, 200, "UP"), LONG))
          .isEqualTo(new Answer.Bad(url + " answers status 200, without 'UP'"));
    }

    @Test
    void followsRedirectsOnTheSameHostOnly() throws IOException {
      AnsweringServer elsewhere = server(200, "UP");
      AnsweringServer server =
          server(
              exchange -> {
                switch (exchange.getRequestURI().getPath()) {
                  case "/near" -> AnsweringServer.redirect(exchange, "/up?token=secret");
                  case "/up" -> AnsweringServer.send(exchange, 200, "UP");
                  case "/far" ->
                      AnsweringServer.redirect(
                          exchange, "http://localhost:" + elsewhere.port() + "/?token=secret");
                  case "/file" -> AnsweringServer.redirect(exchange, "file:///etc/passwd");
                  case "/scheme" -> AnsweringServer.redirect(exchange, "ftp://127.0.0.1/");
                  case "/bad" -> AnsweringServer.redirect(exchange, "http://a b");
                  case "/none" -> exchange.sendResponseHeaders(302, -1);
                  default -> AnsweringServer.redirect(exchange, "/again");
                }
              });
      String url = server.address();
      assertThat(ask(endpoint(url + "/near", 200, "UP"), LONG)).isInstanceOf(Answer.Good.class);
      assertThat(ask(endpoint(url + "/near", 302, ""), LONG)).isInstanceOf(Answer.Good.class);
      assertNone(
          ask(endpoint(url + "/far", 200, ""), LONG),
          url + "/far redirects to http://localhost:" + elsewhere.port() + "/");
      assertThat(elsewhere.requests()).isEmpty();
      assertNone(ask(endpoint(url + "/file", 200, ""), LONG), "no address");
      assertNone(ask(endpoint(url + "/scheme", 200, ""), LONG), "redirects to ftp://127.0.0.1/");
      assertNone(ask(endpoint(url + "/bad", 200, ""), LONG), "no address");
      assertNone(ask(endpoint(url + "/none", 200, ""), LONG), "no address");
      assertNone(ask(endpoint(url + "/again", 200, ""), LONG), "redirects without end");
    }

    @Test
    void neverLeavesTls() {
      URI from = URI.create("https://stg.example.com/a?token=secret");
      assertThat(Http.target(from, "/b")).isEqualTo(URI.create("https://stg.example.com/b"));
      assertThat(Http.target(URI.create("http://STG.example.com"), "https://stg.example.com/b"))
          .isEqualTo(URI.create("https://stg.example.com/b"));
      assertThatThrownBy(() -> Http.target(from, "http://stg.example.com/b?token=secret"))
          .hasMessage("https://stg.example.com/a redirects to http://stg.example.com/b");
    }

    @Test
    void keepsSecretsToItself() throws IOException {
      AnsweringServer server = server(500, "");
      String address = server.address().replace("http://", "http://user:password@");
      Answer answer = ask(endpoint(address + "/a?token=secret#part", 200, ""), LONG);
      assertThat(answer.toString())
          .contains(server.address() + "/a ")
          .doesNotContain("secret", "user", "password");
      servers.forEach(AnsweringServer::close);
      answer = ask(endpoint(address + "/a?token=secret", 200, ""), LONG);
      assertNone(answer, server.address() + "/a: nothing listens there");
      assertThat(answer.toString()).doesNotContain("secret", "user", "password");
    }

    @Test
    void isUnknownWhereNothingListens() throws IOException {
      int port;
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      assertNone(ask(endpoint("http://127.0.0.1:" + port, 200, ""), LONG), "nothing listens there");
    }

    @Test
    void isUnknownWhereTheAnswerDoesNotCome() throws IOException {
      AnsweringServer server = server(exchange -> await(over));
      assertNone(ask(endpoint(server.address(), 200, ""), SHORT), "no answer in time");
    }

    @Test
    void isUnknownWhereTheAnswerDoesNotEnd() throws IOException {
      AnsweringServer trickle =
          server(
              exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("UP".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                await(over);
              });
      assertNone(ask(endpoint(trickle.address(), 200, "UP"), SHORT), "no answer in time");
      assertThat(ask(endpoint(server(200, "U".repeat(10_000)).address(), 200, ""), LONG))
          .isInstanceOf(Answer.Good.class);
    }

    @Test
    void hangsUpOnAFlood() throws Exception {
      CountDownLatch hungUp = new CountDownLatch(1);
      AnsweringServer flood =
          server(
              exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try {
                  while (over.getCount() > 0) {
                    exchange.getResponseBody().write(new byte[1000]);
                  }
                } catch (IOException e) {
                  hungUp.countDown();
                }
              });
      assertNone(
          ask(endpoint(flood.address(), 200, ""), LONG), "the answer is longer than 10000 bytes");
      assertThat(hungUp.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isUnknownWhereTheConnectionBreaks() throws IOException {
      AnsweringServer server =
          server(
              exchange -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write("UP".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
              });
      assertNone(ask(endpoint(server.address(), 200, "UP"), LONG), "the connection broke");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"SSH-2.0-OpenSSH_9.2\r\n", "\u0000\u0001\u0002", "HTTP/1.1 abc\r\n\r\n"})
    void isUnknownWhereSomethingElseThanHttpAnswers(String greeting) throws Exception {
      try (ServerSocket socket = new ServerSocket(0)) {
        Thread thread =
            new Thread(
                () -> {
                  try (var connection = socket.accept()) {
                    connection.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    // The client sees it.
                  }
                });
        thread.start();
        String url = "http://127.0.0.1:" + socket.getLocalPort();
        assertThat(ask(endpoint(url, 200, ""), LONG)).isInstanceOf(Answer.None.class);
        thread.join();
      }
    }
  }

  @Test
  void allAreAskedAtOnceAndAnsweredInTheirOrder() throws IOException {
    CyclicBarrier all = new CyclicBarrier(4);
    AnsweringServer server =
        server(
            exchange -> {
              await(all);
              AnsweringServer.send(exchange, 200, "");
            });
    List<Check> checks = new ArrayList<>();
    for (String name : List.of("d", "b", "c", "a")) {
      checks.add(new Endpoint(name, URI.create(server.address()), 200, Optional.empty()));
    }
    Map<String, Answer> answers =
        new CheckAsker(Clock.systemUTC(), LONG).ask(checks, asked(server));
    assertThat(answers.keySet()).containsExactly("d", "b", "c", "a");
    assertThat(answers.values()).hasOnlyElementsOfType(Answer.Good.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
