package com.hcomp.gitops.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.Digest;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgoCdManifestTest {
  private static final String TEXT = "kind: Namespace\n";

  @TempDir Path folder;
  private HttpServer server;
  private int requests;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/install.yaml",
        exchange -> {
          requests++;
          exchange.sendResponseHeaders(200, TEXT.length());
          exchange.getResponseBody().write(TEXT.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void isDownloadedOnce() {
    ArgoCdManifest manifest = manifest("/install.yaml", TEXT);

    assertThat(manifest.text(Optional.empty(), folder.resolve("cache"))).isEqualTo(TEXT);
    assertThat(manifest.text(Optional.empty(), folder.resolve("cache"))).isEqualTo(TEXT);
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void whatWasKeptAndChangedIsDownloadedAnew() throws IOException {
    ArgoCdManifest manifest = manifest("/install.yaml", TEXT);
    manifest.text(Optional.empty(), folder);
    Files.writeString(folder.resolve("argo-cd-3.6.1-install.yaml"), "other");

    assertThat(manifest.text(Optional.empty(), folder)).isEqualTo(TEXT);
  }

  @Test
  void otherContentIsRefusedAndNotKept() {
    assertThatThrownBy(() -> manifest("/install.yaml", "other").text(Optional.empty(), folder))
        .hasMessageStartingWith("ARGOCD-MANIFEST")
        .hasMessageContaining("found     " + Digest.of(TEXT))
        .hasMessageContaining("recorded  " + Digest.of("other"))
        .hasMessageEndingWith("-Dgitops.argocdManifest=install.yaml");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileOrAnotherUrlStandsInItsPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("file.yaml"), TEXT);
    ArgoCdManifest manifest = manifest("/nothing", TEXT);

    assertThat(manifest.text(Optional.of(file.toString()), folder)).isEqualTo(TEXT);
    assertThat(manifest.text(Optional.of(url("/install.yaml")), folder)).isEqualTo(TEXT);
  }

  @Test
  void whatCanNotBeHadIsToldWithTheReason() {
    ArgoCdManifest manifest = manifest("/nothing", TEXT);

    assertThatThrownBy(() -> manifest.text(Optional.empty(), folder))
        .hasMessageStartingWith("ARGOCD-MANIFEST")
        .hasMessageContaining("it answers with status 404");
    assertThatThrownBy(() -> manifest.text(Optional.of("not-there.yaml"), folder))
        .hasMessageStartingWith("ARGOCD-MANIFEST")
        .hasMessageContaining("not-there.yaml");
  }

  @Test
  void theRecordedOneIsOfItsVersion() {
    ArgoCdManifest recorded = ArgoCdManifest.recorded();

    assertThat(recorded.url()).contains("/v" + recorded.version() + "/");
    assertThat(recorded.digest().value()).doesNotContain("000000");
  }

  private ArgoCdManifest manifest(String path, String content) {
    return new ArgoCdManifest("3.6.1", url(path), Digest.of(content));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }
}
