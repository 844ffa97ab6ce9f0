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
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real registry. */
class ImageReaderTest {
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void ofAnImageForSeveralPlatformsTheOneAskedForIsRead() throws Exception {
    try (RunningRegistry running = RunningRegistry.start(folder)) {
      String base =
          "http://" + running.address().host() + "/v2/" + running.address().path() + "/java";
      Digest arm = pushImage(base, "arm64", "arm");
      Digest amd = pushImage(base, "amd64", "amd");
      put(
          base + "/manifests/17",
          INDEX,
          "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
              .formatted(INDEX, entry(arm, "arm64"), entry(amd, "amd64")));
      ImageReader reader = new ImageReader(new Registry(running.address()));

      ImageContent content = reader.content("java", "17", "amd64");

      assertThat(content.digest()).isEqualTo(amd);
      assertThat(content.architecture()).isEqualTo("amd64");
      assertThat(content.environment()).containsEntry("PATH", "/usr/bin:/bin");
      assertThat(content.layers()).containsExactly(new ImageContent.Layer(Digest.of("amd"), LAYER));
      assertThat(reader.layer("java", content.layers().get(0))).asString().isEqualTo("amd");
      assertThat(reader.content("java", arm.value(), "amd64").architecture()).isEqualTo("arm64");
      assertThatThrownBy(() -> reader.content("java", "17", "riscv64"))
          .hasMessageStartingWith("IMAGE-MISSING")
          .hasMessageContaining("linux/riscv64");
      assertThatThrownBy(() -> reader.content("java", "18", "amd64"))
          .hasMessageStartingWith("IMAGE-MISSING");
    }
  }

  private static String entry(Digest digest, String architecture) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1,".formatted(IMAGE, digest)
        + "\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}".formatted(architecture);
  }

  /** Pushes an image with one layer, whose content is some text. */
  private Digest pushImage(String base, String architecture, String layer)
      throws IOException, InterruptedException {
    String config =
        "{\"architecture\":\"%s\",\"config\":{\"Env\":[\"PATH=/usr/bin:/bin\"]}}"
            .formatted(architecture);
    pushBlob(base, config);
    pushBlob(base, layer);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},
         "layers":[{"mediaType":"%s","size":%d,"digest":"%s"}]}
        """
            .formatted(
                IMAGE, config.length(), Digest.of(config), LAYER, layer.length(), Digest.of(layer));
    put(base + "/manifests/" + Digest.of(manifest), IMAGE, manifest);
    return Digest.of(manifest);
  }

  private void pushBlob(String base, String content) throws IOException, InterruptedException {
    HttpRequest begin =
        HttpRequest.newBuilder(URI.create(base + "/blobs/uploads/"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    String location =
        client
            .send(begin, HttpResponse.BodyHandlers.discarding())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    put(location + "&digest=" + Digest.of(content), "application/octet-stream", content);
  }

  private void put(String address, String type, String content)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .PUT(HttpRequest.BodyPublishers.ofString(content, StandardCharsets.UTF_8))
            .header("Content-Type", type)
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(201);
  }
}
