package com.hcomp.gitops.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.argocd.ApplicationJson;
import com.hcomp.gitops.argocd.FakeArgoCd;
import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryCheckupTest {
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String MANIFEST = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\"}";
  private static final Digest THERE = Digest.of(MANIFEST);
  private static final Digest GONE = Digest.of("gone");

  @TempDir Path folder;
  private final FakeArgoCd argoCd = new FakeArgoCd();
  private HttpServer server;
  private Repository repository;

  @BeforeEach
  void setUp() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", DeliveryCheckupTest::answer);
    server.start();
    repository = Repository.dayOne(folder);
    argoCd.answer("/api/version", "{\"Version\":\"v3.6.1\"}");
    argoCd.answer(
        "/api/v1/applications", FakeArgoCd.list(new ApplicationJson("stg", THERE).toString()));
    TestGit.init(folder);
    TestGit.run(folder, "add", ".");
    TestGit.run(folder, "commit", "--quiet", "-m", "One");
  }

  @AfterEach
  void stop() {
    server.stop(0);
    argoCd.close();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    boolean there = exchange.getRequestURI().getPath().endsWith(THERE.value());
    boolean tags = exchange.getRequestURI().getPath().endsWith("/tags/list");
    String body =
        there
            ? MANIFEST
            : tags ? "{\"tags\":[]}" : "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}";
    exchange.getResponseHeaders().set("Content-Type", there ? TYPE : "application/json");
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(there || tags ? 200 : 404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String registry() {
    return "127.0.0.1:" + server.getAddress().getPort() + "/hcomp";
  }

  private List<Finding> look() {
    return new DeliveryCheckup(
            argoCd::client,
            () -> new Registry(new RegistryAddress(registry())),
            () -> Workspace.open(folder),
            folder,
            Level.WRONG,
            "mvn")
        .look();
  }

  private Finding only(String subject) {
    List<Finding> found = look().stream().filter(each -> each.subject().equals(subject)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private void pin(Digest digest) throws IOException {
    String file = "argocd-root/environments/stg.yaml";
    repository.write(
        file,
        repository.read(file) + "release:\n  version: 1.0.0\n  digest: " + digest.value() + "\n");
  }

  @Test
  void whatIsFineIsSaidWithItsFigure() throws IOException {
    pin(THERE);
    assertThat(look())
        .containsExactly(
            Finding.ok("Git", folder + " is sound"),
            Finding.ok("Argo CD", "v3.6.1 answers, with 1 application, all synced and healthy"),
            Finding.ok("registry", registry() + " answers; has stg 1.0.0"),
            Finding.ok("hand edits", "every pin is where its config module says"));
  }

  @Test
  void beforeTheFirstReleaseOnlyTheAnswerCounts() {
    assertThat(only("registry"))
        .isEqualTo(Finding.ok("registry", registry() + " answers; nothing is pinned"));
  }

  @Test
  void aPinThatTheRegistryDoesNotHaveIsWrong() throws IOException {
    pin(GONE);
    assertThat(look())
        .contains(
            Finding.wrong(
                "registry",
                "stg is pinned to 1.0.0 ("
                    + GONE.abbreviated()
                    + "), which "
                    + registry()
                    + " doesn't have",
                "Publish it again from the commit that made it, or go back to one that is there:\n"
                    + "mvn gitops:rollback -Dgitops.environment=stg"));
  }

  @Test
  void applicationsThatAreNotWellAreWarnedOf() {
    argoCd.answer(
        "/api/v1/applications",
        FakeArgoCd.list(
            new ApplicationJson("stg", THERE)
                .health("Degraded", Instant.parse("2026-01-02T12:00:00Z"))
                .toString()));
    assertThat(only("Argo CD"))
        .isEqualTo(
            Finding.warning(
                "Argo CD",
                "v3.6.1 answers, with 1 application: stg Synced and Degraded",
                "See what keeps them:\nmvn gitops:status"));
  }

  @Test
  void anEditThatNobodyPinnedIsWarnedOf() throws IOException {
    repository.replace("config-stg/values.yaml", "tag: \"\"", "tag: \"1\"");
    repository.replace(
        "config-stg/values.yaml", "digest: \"\"", "digest: \"" + THERE.value() + "\"");
    assertThat(only("hand edits").figure())
        .isEqualTo("config-stg 1.0.0: bumped by hand, and not pinned yet");
  }

  @Test
  void aRepositoryThatLacksAnObjectIsWrong() throws IOException {
    String tree = TestGit.run(folder, "rev-parse", "HEAD^{tree}").strip();
    Files.delete(folder.resolve(".git/objects/" + tree.substring(0, 2) + "/" + tree.substring(2)));
    Finding found = only("Git");
    assertThat(found.level()).isEqualTo(Level.WRONG);
    assertThat(found.figure()).contains(folder + " is not sound").contains(tree);
  }

  @Test
  void whatCannotBeAskedHidesNothingElse() {
    Problem problem = new Problem("NO-ARGOCD", "It is not known where Argo CD is.", "Name it.");
    List<Finding> found =
        new DeliveryCheckup(
                () -> {
                  throw problem.asException();
                },
                () -> new Registry(new RegistryAddress(registry())),
                () -> Workspace.open(folder),
                folder,
                Level.WARNING,
                "mvn")
            .look();
    assertThat(found)
        .extracting(Finding::subject)
        .containsExactly("Git", "Argo CD", "registry", "hand edits");
    assertThat(found.get(1).level()).isEqualTo(Level.WARNING);
  }
}
