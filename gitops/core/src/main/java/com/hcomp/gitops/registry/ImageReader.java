package com.hcomp.gitops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads images: what they are made of, and their layers. */
public final class ImageReader {
  private final Registry registry;

  public ImageReader(Registry registry) {
    this.registry = registry;
  }

  /**
   * What an image is made of.
   *
   * @param reference a tag or a digest
   * @param architecture which one to take of an image for several: {@code amd64}
   * @throws com.hcomp.gitops.model.ProblemException also IMAGE-MISSING if there is no such image,
   *     or none for the architecture
   */
  public ImageContent content(String repository, String reference, String architecture) {
    Digest digest =
        registry
            .digest(repository, reference)
            .orElseThrow(() -> missing(repository, reference, ""));
    JsonNode manifest = registry.manifest(repository, digest);
    if (manifest.path("manifests").isArray()) {
      digest =
          forPlatform(manifest, architecture)
              .orElseThrow(() -> missing(repository, reference, " for linux/" + architecture));
      manifest = registry.manifest(repository, digest);
    }
    JsonNode configuration = registry.jsonBlob(repository, manifest.path("config"));
    List<ImageContent.Layer> layers = new ArrayList<>();
    for (JsonNode layer : manifest.path("layers")) {
      layers.add(
          new ImageContent.Layer(registry.digestOf(layer), layer.path("mediaType").asText("")));
    }
    return new ImageContent(
        digest,
        configuration.path("architecture").asText(""),
        environment(configuration.path("config").path("Env")),
        layers);
  }

  /** The bytes of a layer, compressed as its media type says. */
  public byte[] layer(String repository, ImageContent.Layer layer) {
    return registry.blob(repository, layer.digest());
  }

  private Optional<Digest> forPlatform(JsonNode index, String architecture) {
    for (JsonNode manifest : index.path("manifests")) {
      JsonNode platform = manifest.path("platform");
      if (platform.path("os").asText().equals("linux")
          && platform.path("architecture").asText().equals(architecture)) {
        return Optional.of(registry.digestOf(manifest));
      }
    }
    return Optional.empty();
  }

  private ProblemException missing(String repository, String reference, String platform) {
    return new Problem(
            "IMAGE-MISSING",
            registry.address().host()
                + " holds no image "
                + repository
                + ", "
                + reference
                + platform
                + ".",
            "Name one that it holds:\n-Dimage.base=<host/path:tag>")
        .asException();
  }

  private static SortedMap<String, String> environment(JsonNode variables) {
    SortedMap<String, String> environment = new TreeMap<>();
    for (JsonNode variable : variables) {
      String[] parts = variable.asText().split("=", 2);
      environment.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    return environment;
  }
}
