package com.hcomp.gitops.bootstrap;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Argo CD's official install manifest. It is not kept here; what is kept is its digest, and no
 * other content is ever applied.
 *
 * @param version of Argo CD
 * @param url where its project publishes it
 * @param digest of the file
 */
public record ArgoCdManifest(String version, String url, Digest digest) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String RECORD = "argo-cd.properties";

  /** The one that this version of the goals installs. */
  public static ArgoCdManifest recorded() {
    Properties properties = new Properties();
    try (InputStream stream = ArgoCdManifest.class.getResourceAsStream(RECORD)) {
      properties.load(java.util.Objects.requireNonNull(stream, RECORD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ArgoCdManifest(
        properties.getProperty("version", ""),
        properties.getProperty("url", ""),
        new Digest(properties.getProperty("digest", "")));
  }

  /**
   * Its text.
   *
   * @param source a file or URL to take it from in the place of the project's address
   * @param cache a folder of the user's, where it stays once it was downloaded
   * @throws ProblemException ARGOCD-MANIFEST if it can't be had, or is not the recorded one
   */
  String text(Optional<String> source, Path cache) {
    Path kept = cache.resolve("argo-cd-" + version + "-install.yaml");
    byte[] bytes;
    if (source.isPresent()) {
      bytes = isWeb(source.get()) ? downloaded(source.get()) : read(Path.of(source.get()));
    } else if (Files.isRegularFile(kept) && Digest.of(read(kept)).equals(digest)) {
      bytes = read(kept);
    } else {
      bytes = downloaded(url);
    }
    if (!Digest.of(bytes).equals(digest)) {
      throw new Problem(
              "ARGOCD-MANIFEST",
              "What is at "
                  + source.orElse(url)
                  + " is not the install manifest of Argo CD "
                  + version
                  + " that this repository was tested with. Nothing of it was applied.",
              List.of("found     " + Digest.of(bytes), "recorded  " + digest),
              "Take the file of exactly that version from its project:\n" + elsewhere())
          .asException();
    }
    if (source.isEmpty()) {
      keep(bytes, kept);
    }
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private byte[] downloaded(String address) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
      HttpResponse<byte[]> response =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(PATIENCE)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() == 200) {
        return response.body();
      }
      throw unreachable(address, "it answers with status " + response.statusCode());
    } catch (IllegalArgumentException e) {
      throw unreachable(address, "it is no URL");
    } catch (IOException e) {
      throw unreachable(address, e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreachable(file.toString(), "it can't be read: " + e.getMessage());
    }
  }

  private ProblemException unreachable(String place, String reason) {
    return new Problem(
            "ARGOCD-MANIFEST",
            "The install manifest of Argo CD " + version + " can't be had from " + place + ".",
            List.of(reason),
            "Fetch it where that is possible, and name the file:\n" + elsewhere())
        .asException();
  }

  private String elsewhere() {
    return "curl -fsSLo install.yaml " + url + "   # then -Dgitops.argocdManifest=install.yaml";
  }

  private static void keep(byte[] bytes, Path file) {
    try {
      Path folder = java.util.Objects.requireNonNull(file.getParent());
      Files.createDirectories(folder);
      Path unfinished = Files.createTempFile(folder, ".argo-cd-", ".yaml");
      Files.write(unfinished, bytes);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + file + ": " + e.getMessage(), e);
    }
  }

  private static boolean isWeb(String source) {
    return source.startsWith("https://") || source.startsWith("http://");
  }
}
