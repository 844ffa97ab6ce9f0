package com.hcomp.gitops.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.image.Unpacking;
import com.hcomp.gitops.platform.image.BaseImages;
import com.hcomp.gitops.platform.image.JavaRuntime;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.RunningRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service's image as {@code mvn deploy} makes it from a clone of this repository, in a registry
 * of the test's own, on a base image made from the Java that runs the test. It needs no platform.
 */
final class BuiltImage implements AutoCloseable {
  private static final String REPOSITORY = "app-service";
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  private final RunningRegistry registry;
  private final Checkout checkout;
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private BuiltImage(RunningRegistry registry, Checkout checkout, Path folder) {
    this.registry = registry;
    this.checkout = checkout;
    this.folder = folder;
  }

  /** Clones this repository, and publishes a base image; the image itself is not built yet. */
  static BuiltImage prepare(Path folder) throws IOException, InterruptedException {
    RunningRegistry registry = RunningRegistry.start(folder.resolve("registry"));
    String host = registry.address().host();
    var platformRegistry =
        new com.hcomp.gitops.platform.image.Registry(
            folder,
            Integer.parseInt(host.substring(host.indexOf(':') + 1)),
            "127.0.0.1",
            new ProgramSet(Map.of()));
    String base =
        new BaseImages(platformRegistry, folder.resolve("scratch")).java(JavaRuntime.current());
    List<String> settings = new ArrayList<>(new TestPlatform().settings());
    settings.add("-Dgitops.registry=" + registry.address().value());
    settings.add("-Dimage.base=" + base);
    settings.add("-Dgitops.image.source=https://example.com/hcomp");
    String repository = System.getProperty("maven.repo.local");
    if (repository != null) {
      settings.add("-Dmaven.repo.local=" + repository);
    }
    Checkout checkout = new Checkout(folder.resolve("hcomp"), settings);
    checkout.installGoals();
    return new BuiltImage(registry, checkout, folder);
  }

  Checkout checkout() {
    return checkout;
  }

  /** Builds and publishes what is in the clone now; what the build said. */
  String deploy() {
    Command.Result deploy = checkout.mvn("-pl", "app-service", "deploy", "-DskipTests");
    if (deploy.exitStatus() != 0) {
      throw new AssertionError(deploy.output() + deploy.errors());
    }
    return deploy.output();
  }

  /** The tag of what is in the clone now. */
  private String tag() throws IOException, InterruptedException {
    List<String> tags = new ArrayList<>();
    get("/tags/list", "application/json").get("tags").forEach(tag -> tags.add(tag.asText()));
    String commit = commit().substring(0, 12);
    // An edited clone's tag is its commit's with an addition, and so sorts after it.
    return tags.stream()
        .filter(tag -> tag.startsWith(commit))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The commit that the image is made from. */
  String commit() {
    return checkout.git("log", "-1", "--format=%H", "--", "app-service", "pom.xml");
  }

  /** The layers' digests and sizes, the lowest first. */
  Map<String, Long> layers() throws IOException, InterruptedException {
    Map<String, Long> layers = new LinkedHashMap<>();
    manifest()
        .get("layers")
        .forEach(layer -> layers.put(layer.get("digest").asText(), layer.get("size").asLong()));
    return layers;
  }

  /** What the image says of itself and of how it is started. */
  JsonNode configuration() throws IOException, InterruptedException {
    return get("/blobs/" + manifest().get("config").get("digest").asText(), "*/*");
  }

  /** Unpacks the image. */
  Path unpack() throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Unpacking unpacking = new Unpacking(root);
    for (JsonNode layer : manifest().get("layers")) {
      byte[] bytes = bytes("/blobs/" + layer.get("digest").asText(), "*/*");
      unpacking.add(new ByteArrayInputStream(bytes), layer.get("mediaType").asText());
    }
    return root;
  }

  private JsonNode manifest() throws IOException, InterruptedException {
    return get("/manifests/" + tag(), MANIFEST);
  }

  private JsonNode get(String path, String type) throws IOException, InterruptedException {
    return json.readTree(bytes(path, type));
  }

  private byte[] bytes(String path, String type) throws IOException, InterruptedException {
    String address = registry.address().resolve(REPOSITORY).path();
    URI uri = URI.create("http://" + registry.address().host() + "/v2/" + address + path);
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(uri).header("Accept", type).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + " for " + uri);
    }
    return response.body();
  }

  @Override
  public void close() {
    registry.close();
  }
}
