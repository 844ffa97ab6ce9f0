package com.hcomp.gitops.platform.image;

import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/**
 * The OCI registry: one process for this machine, and one that only reads, for the nodes, on the
 * same storage. Neither is reachable from elsewhere.
 *
 * @param home the platform's folder
 * @param port of both
 * @param bridgeAddress the host's address for the nodes
 */
public record Registry(Path home, int port, String bridgeAddress, ProgramSet programs) {
  private static final String MANIFESTS =
      "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.oci.image.manifest.v1+json,application/vnd.oci.image.index.v1+json";

  /** Host and port, as image names have it. */
  public String host() {
    return "localhost:" + port;
  }

  /** Where it says whether it answers. */
  public String health() {
    return "http://127.0.0.1:" + port + "/v2/";
  }

  /** Where the nodes' one says whether it answers. */
  public String healthForNodes() {
    return "http://" + bridgeAddress + ":" + port + "/v2/";
  }

  /** The one that images are pushed to. */
  public ProcessSpec process() {
    return spec("registry", "127.0.0.1", false);
  }

  /** The one that nodes pull from. */
  public ProcessSpec processForNodes() {
    return spec("registry-for-nodes", bridgeAddress, true);
  }

  /** Whether an image is there. */
  public boolean has(String repository, String tag) {
    URI manifest =
        URI.create("http://127.0.0.1:" + port + "/v2/" + repository + "/manifests/" + tag);
    HttpRequest request =
        HttpRequest.newBuilder(manifest)
            .header("Accept", MANIFESTS)
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private ProcessSpec spec(String name, String address, boolean readOnly) {
    Path config = home.resolve("config").resolve(name + ".yaml");
    AtomicFile.open(config)
        .update(
            """
            version: 0.1
            log:
              level: warn
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: %s
              delete:
                enabled: true
              maintenance:
                # What is left of a push that was broken off.
                uploadpurging:
                  enabled: %s
                  age: 24h
                  interval: 24h
                  dryrun: false
                readonly:
                  enabled: %s
            http:
              addr: %s:%d
            """
                .formatted(home.resolve("registry"), !readOnly, readOnly, address, port));
    return ProcessSpec.of(
            name, List.of(programs.path("registry").toString(), "serve", config.toString()))
        .with(java.util.Map.of("OTEL_TRACES_EXPORTER", "none"))
        .reading(config);
  }
}
