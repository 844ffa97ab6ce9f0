package com.hcomp.gitops.registry;

import static com.hcomp.gitops.registry.BrokenRegistry.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a clear answer counts; all else ends the work and says what to do. */
class RegistryFailureTest {
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST_TYPE + "\",\"layers\":[]}";

  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofMillis(1));

  @TempDir private Path folder;

  private Registry registry(BrokenRegistry broken) {
    return registry(broken.address());
  }

  private Registry registry(RegistryAddress address) {
    LoginFiles files = new LoginFiles(folder.resolve("helm.json"), folder.resolve("docker.json"));
    return new Registry(address, files, PATIENCE);
  }

  @Test
  void aRegistryThatIsDownIsUnreachable() throws IOException {
    Registry registry = registry(new RegistryAddress("127.0.0.1:" + unusedPort() + "/hcomp"));

    assertThatThrownBy(() -> registry.digest("app", "1.0.0"))
        .hasMessageStartingWith("REGISTRY-UNREACHABLE")
        .hasMessageContaining("doesn't answer: the connection is refused.")
        .hasMessageContaining("curl -sS http://127.0.0.1:");
  }

  @Test
  void aHostWithoutAnAddressIsUnreachable() {
    Registry registry = registry(new RegistryAddress("registry.invalid/hcomp"));

    assertThatThrownBy(() -> registry.tags("app"))
        .hasMessageStartingWith(
            "REGISTRY-UNREACHABLE  The registry registry.invalid doesn't answer: its name has no");
  }

  @Test
  void aRegistryThatHangsIsUnreachable() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (BrokenRegistry broken =
        new BrokenRegistry(
            exchange -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      LoginFiles files = new LoginFiles(folder.resolve("helm.json"), folder.resolve("docker.json"));
      Patience little = new Patience(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ZERO);
      Registry registry = new Registry(broken.address(), files, little);

      assertThatThrownBy(() -> registry.digest("app", "1.0.0"))
          .hasMessageStartingWith("REGISTRY-UNREACHABLE")
          .hasMessageContaining("doesn't answer: request timed out.");
      end.countDown();
    }
  }

  @Test
  void anAnswerThatNeverEndsIsUnreachable() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (BrokenRegistry broken =
        new BrokenRegistry(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      assertThatThrownBy(() -> registry(broken).digest("app", "1.0.0"))
          .hasMessageStartingWith("REGISTRY-UNREACHABLE")
          .hasMessageContaining("doesn't answer: its answer does not end.");
      assertThat(broken.requests()).hasSize(3);
      end.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void withoutALoginItSaysHowToLogIn(int status) throws IOException {
    try (BrokenRegistry broken =
        new BrokenRegistry(exchange -> send(exchange, status, "text/plain", "no"))) {
      assertThatThrownBy(() -> registry(broken).digest("app", "1.0.0"))
          .hasMessageStartingWith("REGISTRY-DENIED")
          .hasMessageContaining("wants a login to read hcomp/app (status " + status + ")")
          .hasMessageContaining("docker login " + broken.host())
          .hasMessageContaining("helm registry login " + broken.host());
    }
  }

  @Test
  void aServerErrorIsTriedAgainAndThenTold() throws IOException {
    try (BrokenRegistry broken =
        new BrokenRegistry(
            exchange -> send(exchange, 500, "text/plain", "broken?signature=secret"))) {
      assertThatThrownBy(() -> registry(broken).digest("app", "1.0.0"))
          .hasMessageStartingWith("REGISTRY-ANSWER")
          .hasMessageContaining("status 500: broken?...")
          .hasMessageNotContaining("secret");
      assertThat(broken.requests()).hasSize(3);
    }
  }

  @Test
  void anErrorThatPassesIsNotTold() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (BrokenRegistry broken =
        new BrokenRegistry(
            exchange -> {
              if (requests.incrementAndGet() < 3) {
                send(exchange, 503, "text/plain", "soon");
              } else {
                send(exchange, 200, MANIFEST_TYPE, MANIFEST);
              }
            })) {
      assertThat(registry(broken).digest("app", "1.0.0")).contains(Digest.of(MANIFEST));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Welcome</html>", "{}", "[]", "", "{\"schemaVersion\":2}"})
  void nonsenseIsNoManifest(String body) throws IOException {
    try (BrokenRegistry broken = new BrokenRegistry(exchange -> send(exchange, 200, "", body))) {
      assertThatThrownBy(() -> registry(broken).digest("app", "1.0.0"))
          .hasMessageStartingWith("REGISTRY-ANSWER");
      assertThatThrownBy(() -> registry(broken).tags("app"))
          .hasMessageStartingWith("REGISTRY-ANSWER");
    }
  }

  @Test
  void aWebServersNotFoundDoesNotMeanNotPublished() throws IOException {
    try (BrokenRegistry broken =
        new BrokenRegistry(exchange -> send(exchange, 404, "text/html", "<h1>Not found</h1>"))) {
      assertThatThrownBy(() -> registry(broken).digest("app", "1.0.0"))
          .hasMessageStartingWith("REGISTRY-ANSWER")
          .hasMessageContaining("status 404: <h1>Not found</h1>");
      assertThatThrownBy(() -> registry(broken).tags("app"))
          .hasMessageStartingWith("REGISTRY-ANSWER");
    }
  }

  @Test
  void aManifestThatIsNotTheOneAskedForIsRefused() throws IOException {
    try (BrokenRegistry broken =
        new BrokenRegistry(exchange -> send(exchange, 200, MANIFEST_TYPE, MANIFEST))) {
      assertThatThrownBy(() -> registry(broken).digest("app", Digest.of("other").value()))
          .hasMessageStartingWith("REGISTRY-ANSWER")
          .hasMessageContaining("sent:  " + Digest.of(MANIFEST));
    }
  }

  @Test
  void aTokenIsFetchedWithTheLoginAndUsedAgain() throws IOException {
    BrokenRegistry[] self = new BrokenRegistry[1];
    try (BrokenRegistry broken =
        new BrokenRegistry(
            exchange -> {
              String path = exchange.getRequestURI().getPath();
              String authorization = exchange.getRequestHeaders().getFirst("Authorization");
              if (path.equals("/token")) {
                send(exchange, 200, "application/json", "{\"token\":\"t1\"}");
              } else if ("Bearer t1".equals(authorization)) {
                send(exchange, 200, MANIFEST_TYPE, MANIFEST);
              } else {
                exchange
                    .getResponseHeaders()
                    .set(
                        "WWW-Authenticate",
                        "Bearer scope=\"x\",realm=\"http://"
                            + self[0].host()
                            + "/token\", service=\"test\"");
                send(exchange, 401, "application/json", "{}");
              }
            })) {
      self[0] = broken;
      writeDockerLogin(broken.host(), "anna:pass:word");
      Registry registry = registry(broken);

      assertThat(registry.digest("app", "1.0.0")).contains(Digest.of(MANIFEST));
      assertThat(registry.digest("app", "1.0.1")).contains(Digest.of(MANIFEST));

      assertThat(broken.requests())
          .containsExactly(
              "GET /v2/hcomp/app/manifests/1.0.0",
              "GET /token?service=test&scope=repository%3Ahcomp%2Fapp%3Apull Basic "
                  + base64("anna:pass:word"),
              "GET /v2/hcomp/app/manifests/1.0.0 Bearer t1",
              "GET /v2/hcomp/app/manifests/1.0.1 Bearer t1");
    }
  }

  @Test
  void theLoginIsNotSentWhereABlobIsRedirectedTo() throws IOException {
    try (BrokenRegistry storage =
            new BrokenRegistry(exchange -> send(exchange, 200, MANIFEST_TYPE, MANIFEST));
        BrokenRegistry broken =
            new BrokenRegistry(
                exchange -> {
                  if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                    send(exchange, 401, "text/plain", "");
                  } else {
                    exchange
                        .getResponseHeaders()
                        .set("Location", "http://" + storage.host() + "/elsewhere?signature=1");
                    send(exchange, 307, "text/plain", "");
                  }
                })) {
      writeDockerLogin(broken.host(), "anna:secret");

      assertThat(registry(broken).digest("app", "1.0.0")).contains(Digest.of(MANIFEST));
      assertThat(storage.requests()).containsExactly("GET /elsewhere?signature=1");
    }
  }

  private void writeDockerLogin(String host, String login) throws IOException {
    Files.writeString(
        folder.resolve("docker.json"),
        "{\"auths\":{\"" + host + "\":{\"auth\":\"" + base64(login) + "\"}}}");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
