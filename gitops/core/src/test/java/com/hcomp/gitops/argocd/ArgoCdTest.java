package com.hcomp.gitops.argocd;

import static com.hcomp.gitops.argocd.ApplicationJson.NEW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hcomp.gitops.argocd.FakeArgoCd.Answer;
import com.hcomp.gitops.argocd.ResourceTree.Node;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArgoCdTest {
  private static final String APPLICATIONS = "/api/v1/applications";
  private static final Node POD =
      new Node(
          "",
          "v1",
          "Pod",
          "hcomp-stg",
          "hcomp-app-1",
          "uid-1",
          List.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty());

  private final FakeArgoCd server = new FakeArgoCd();

  @AfterEach
  void stop() {
    server.close();
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problems().get(0);
  }

  @Test
  void theListIsOneRequestAndProvesNoRefresh() {
    server.answer(
        APPLICATIONS,
        FakeArgoCd.list(
            new ApplicationJson("prd-eu", NEW).toString(),
            new ApplicationJson("stg", NEW).toString()));
    List<Application> applications = server.client().applications();
    assertThat(applications).extracting(Application::name).containsExactly("prd-eu", "stg");
    assertThat(applications.get(0).answer().refreshedFrom()).isEmpty();
    assertThat(server.requests()).containsExactly(APPLICATIONS);
  }

  @Test
  void noApplicationsAreAnEmptyList() {
    server.answer(APPLICATIONS, "{\"metadata\":{},\"items\":null}");
    assertThat(server.client().applications()).isEmpty();
  }

  @Test
  void unknownMembersAreIgnoredAndMissingOnesEmpty() {
    server.answer(
        APPLICATIONS + "/bare",
        "{\"metadata\":{\"name\":\"bare\"},\"spec\":{\"novelty\":{\"x\":[1]}}}");
    Application bare = server.client().application("bare", Refresh.NONE);
    assertThat(bare.targetRevision()).isEmpty();
    assertThat(bare.sync().status()).isEqualTo(Application.SyncStatus.UNKNOWN);
    assertThat(bare.health().status()).isEqualTo(Application.HealthStatus.UNKNOWN);
    assertThat(bare.operation()).isEmpty();
    assertThat(bare.reconciledAt()).isEmpty();
    assertThat(bare.history()).isEmpty();
  }

  @Test
  void aRefreshIsAskedForAndDated() {
    server.application("stg", () -> new ApplicationJson("stg", NEW).toString());
    Application normal = server.client().application("stg", Refresh.NORMAL);
    assertThat(normal.answer().refreshedFrom()).isPresent();
    assertThat(normal.answer().refreshedFrom().orElseThrow())
        .isBeforeOrEqualTo(normal.answer().at());
    server.client().application("stg", Refresh.HARD);
    assertThat(server.requests())
        .containsExactly(APPLICATIONS + "/stg?refresh=normal", APPLICATIONS + "/stg?refresh=hard");
  }

  @Test
  void onlyWhatExistsIsRefreshed() {
    server.application("stg", () -> new ApplicationJson("stg", NEW).toString());
    assertThat(server.client().refreshed(List.of("prd-eu", "stg"))).containsOnlyKeys("stg");
  }

  @Test
  void anApplicationThatIsNotThereLooksDeniedButIsJustMissing() {
    server.answer(APPLICATIONS, FakeArgoCd.list());
    assertThat(server.client().find("stg", Refresh.NORMAL)).isEmpty();
    assertThat(problem(() -> server.client().application("stg", Refresh.NONE)).code())
        .isEqualTo("NO-APPLICATION");
  }

  @Test
  void aDeniedApplicationNamesThePermission() {
    server.answer(APPLICATIONS, FakeArgoCd.list(new ApplicationJson("stg", NEW).toString()));
    Problem problem = problem(() -> server.client().find("stg", Refresh.NORMAL));
    assertThat(problem.code()).isEqualTo("ARGOCD-DENIED");
    assertThat(problem.text()).contains("permission denied").contains("get, applications");
  }

  @Test
  void aRefusedTokenIsDeniedAndNeverShown() {
    Problem problem = problem(() -> server.client("wrong-token").applications());
    assertThat(problem.code()).isEqualTo("ARGOCD-DENIED");
    assertThat(problem.text())
        .contains("no session information")
        .contains("argocd account generate-token")
        .doesNotContain("wrong-token");
  }

  @Test
  void nonsenseIsNoAnswer() {
    for (String nonsense : List.of("", "<html>Welcome</html>", "[]", "{\"items\"", "{}", "17")) {
      server.answer(APPLICATIONS, nonsense);
      assertThat(problem(() -> server.client().applications()).code())
          .as(nonsense)
          .isEqualTo("ARGOCD-ANSWER");
    }
    server.answer(APPLICATIONS + "/stg", new ApplicationJson("prd-eu", NEW).toString());
    assertThat(problem(() -> server.client().find("stg", Refresh.NONE)).code())
        .as("another application")
        .isEqualTo("ARGOCD-ANSWER");
  }

  @Test
  void aRedirectIsExplained() {
    server.answer(APPLICATIONS, () -> new Answer(307, ""));
    Problem problem = problem(() -> server.client().applications());
    assertThat(problem.code()).isEqualTo("ARGOCD-ANSWER");
    assertThat(problem.remedy()).contains("ARGOCD_PLAINTEXT");
  }

  @Test
  void aServerErrorIsTriedAgainAndNotForEver() {
    AtomicInteger attempts = new AtomicInteger();
    server.answer(
        APPLICATIONS,
        () ->
            attempts.incrementAndGet() < 3
                ? new Answer(503, "")
                : new Answer(200, FakeArgoCd.list()));
    assertThat(server.client().applications()).isEmpty();
    assertThat(attempts).hasValue(3);

    server.answer(APPLICATIONS, () -> new Answer(500, "{\"message\":\"out of\\nmemory\"}"));
    Problem problem = problem(() -> server.client().applications());
    assertThat(problem.code()).isEqualTo("ARGOCD-ANSWER");
    assertThat(problem.details()).containsExactly("it says: out of memory");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void nobodyThereIsUnreachable() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    ArgoCdAddress address = new ArgoCdAddress(URI.create("http://127.0.0.1:" + free), "t", false);
    Problem problem =
        problem(() -> new ArgoCd(address, FakeArgoCd.impatience()).find("x", Refresh.NORMAL));
    assertThat(problem.code()).isEqualTo("ARGOCD-UNREACHABLE");
    assertThat(problem.text())
        .contains("127.0.0.1:" + free + " can't be reached: nothing listens there")
        .doesNotContain("refresh");
  }

  @Test
  void silenceIsUnreachableAfterItsTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ArgoCdAddress address =
          new ArgoCdAddress(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "t", false);
      assertThat(problem(() -> new ArgoCd(address, patience(200)).applications()).summary())
          .contains("no answer in time");
    }
  }

  @Test
  void httpWhereHttpsIsSpokenToIsExplained() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = plain.accept()) {
                  // As a server does: what the client says first, the answer, the end.
                  assertThat(socket.getInputStream().read(new byte[16_384])).isPositive();
                  socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n".getBytes(UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      URI https = URI.create("https://127.0.0.1:" + plain.getLocalPort());
      ArgoCdAddress address = new ArgoCdAddress(https, "t", true);
      Problem problem = problem(() -> new ArgoCd(address, patience(3_000)).applications());
      assertThat(problem.code()).isEqualTo("ARGOCD-UNREACHABLE");
      assertThat(problem.text()).contains("ARGOCD_PLAINTEXT=true");
      answered.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void aLogIsWhatThePodWroteAndNotWhatKubernetesExcuses() {
    server.answer(
        APPLICATIONS + "/stg/pods/hcomp-app-1/logs",
        """
        {"result":{"content":"one","timeStampStr":"t","last":false,"podName":"hcomp-app-1"}}
        {"result":{"content":"container not found","last":false,"podName":""}}
        {"result":{"content":"two","last":false,"podName":"hcomp-app-1"}}
        {"result":{"content":"","last":true,"podName":""}}
        """);
    assertThat(server.client().logs("stg", POD, "app", true, 20)).containsExactly("one", "two");
    assertThat(server.requests().get(0)).contains("previous=true").contains("tailLines=20");
  }

  @Test
  void aResourceIsTheManifestWithinTheAnswer() {
    server.answer(
        APPLICATIONS + "/stg/resource",
        "{\"manifest\":\"{\\\"spec\\\":{\\\"clusterIP\\\":\\\"10.1.2.3\\\"}}\"}");
    assertThat(server.client().live("stg", POD).orElseThrow().at("/spec/clusterIP").asText())
        .isEqualTo("10.1.2.3");
    server.answer(APPLICATIONS + "/stg/resource", () -> new Answer(404, ""));
    assertThat(server.client().live("stg", POD)).as("gone").isEmpty();
  }

  @Test
  void eventsComeInOrder() {
    server.answer(
        APPLICATIONS + "/stg/events",
        """
        {"items":[
        {"type":"Warning","reason":"B","message":"b","lastTimestamp":"2026-01-02T12:00:02Z"},
        {"type":"Normal","reason":"A","message":"a","lastTimestamp":"2026-01-02T12:00:01Z"}]}""");
    assertThat(server.client().events("stg", POD))
        .extracting(Event::reason)
        .containsExactly("A", "B");
  }

  private static Patience patience(int milliseconds) {
    Duration each = Duration.ofMillis(milliseconds);
    return new Patience(each, each, each, 3, Duration.ofMillis(1));
  }
}
