package com.hcomp.gitops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real registry. */
class RegistryTest {
  private static final String LOGIN =
      Base64.getEncoder()
          .encodeToString(
              (RunningRegistry.NAME + ":" + RunningRegistry.PASSWORD)
                  .getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  @Test
  void anImagesLabelsAreReadByItsDigest() throws IOException, InterruptedException {
    try (RunningRegistry running = RunningRegistry.start(folder.resolve("registry"))) {
      Registry registry = new Registry(running.address(), logins());
      Digest image = pushImage(running.address(), "");

      ImageFacts facts = registry.image("app", image);

      assertThat(facts.labels())
          .containsExactly(java.util.Map.entry("a", "1"), java.util.Map.entry("b", "2"));
      assertThat(facts.created()).contains(Instant.parse("2026-01-02T03:04:05Z"));
      assertThatThrownBy(() -> registry.chartArchive("app", image))
          .hasMessageStartingWith("NOT-A-CHART")
          .hasMessageContaining("application/vnd.oci.image.config.v1+json");
    }
  }

  @Test
  void aLoginIsTakenFromWhereDockerKeepsIt() throws IOException, InterruptedException {
    try (RunningRegistry running = RunningRegistry.startWithLogin(folder)) {
      String host = running.address().host();
      Registry registry = new Registry(running.address(), logins());

      assertThatThrownBy(() -> registry.digest("app", "1"))
          .hasMessageStartingWith("REGISTRY-DENIED")
          .hasMessageContaining("docker login " + host);

      Files.writeString(
          folder.resolve("docker.json"),
          "{\"auths\":{\"" + host + "\":{\"auth\":\"" + LOGIN + "\"}}}");
      assertThat(registry.digest("app", "1")).isEmpty();
      Digest image = pushImage(running.address(), "Basic " + LOGIN);
      registry.tag("app", image, "2");
      assertThat(registry.tags("app")).containsExactly("1", "2");

      Files.writeString(
          folder.resolve("helm.json"),
          "{\"auths\":{\"" + host + "\":{\"username\":\"reader\",\"password\":\"wrong\"}}}");
      assertThatThrownBy(() -> new Registry(running.address(), logins()).digest("app", "1"))
          .hasMessageStartingWith("REGISTRY-DENIED")
          .hasMessageContaining("Log in as somebody who may");
    }
  }

  private LoginFiles logins() {
    return new LoginFiles(folder.resolve("helm.json"), folder.resolve("docker.json"));
  }

  /** Pushes an image without layers as app:1. */
  private static Digest pushImage(RegistryAddress address, String authorization)
      throws IOException, InterruptedException {
    String base = "http://" + address.host() + "/v2/" + address.path() + "/app";
    String config =
        "{\"created\":\"2026-01-02T03:04:05Z\",\"config\":{\"Labels\":{\"b\":\"2\",\"a\":\"1\"}}}";
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse<Void> upload =
        client.send(
            request(base + "/blobs/uploads/", authorization)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding());
    String location = upload.headers().firstValue("Location").orElseThrow();
    client.send(
        request(location + "&digest=" + Digest.of(config), authorization)
            .PUT(HttpRequest.BodyPublishers.ofString(config))
            .build(),
        HttpResponse.BodyHandlers.discarding());
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},
         "layers":[]}
        """
            .formatted(config.length(), Digest.of(config));
    HttpResponse<Void> put =
        client.send(
            request(base + "/manifests/1", authorization)
                .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString(manifest))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(put.statusCode()).isEqualTo(201);
    return Digest.of(manifest);
  }

  private static HttpRequest.Builder request(String address, String authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }
}
