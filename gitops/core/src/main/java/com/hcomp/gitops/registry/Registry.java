package com.hcomp.gitops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.model.Digest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an OCI registry holds. Repositories are named by their path below the registry's address:
 * {@code app-service}, {@code charts/hcomp-app}, {@code config/config-stg}.
 *
 * <p>Every method ends with a problem where the registry's answer is not a clear one:
 * REGISTRY-UNREACHABLE, REGISTRY-DENIED, REGISTRY-ANSWER, or REGISTRY-LOGIN where the user's login
 * can't be read. Requests are tried three times where the cause may pass. Everything read is
 * verified against its digest. An instance may be used by several threads.
 */
public final class Registry {
  private static final List<String> MANIFESTS =
      List.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final String CHART_CONFIG = "application/vnd.cncf.helm.config.v1+json";
  private static final String CHART_CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
  private static final long LARGEST_MANIFEST = 4L << 20;
  private static final long LARGEST_BLOB = 100L << 20;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"?next\"?");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private final RegistryAddress address;
  private final RegistryConnection connection;
  private final RegistryProblems problems;

  /** The registry with the logins of the user who runs this. */
  public Registry(RegistryAddress address) {
    this(address, LoginFiles.ofUser());
  }

  /** The registry with logins from other files. */
  public Registry(RegistryAddress address, LoginFiles logins) {
    this(address, logins, Patience.USUAL);
  }

  Registry(RegistryAddress address, LoginFiles logins, Patience patience) {
    this.address = address;
    this.connection = new RegistryConnection(address, logins, patience);
    this.problems = connection.problems();
  }

  public RegistryAddress address() {
    return address;
  }

  /**
   * The digest of what a tag or digest names.
   *
   * @return empty only if the registry says that it has no such artifact
   */
  public Optional<Digest> digest(String repository, String reference) {
    return manifest(repository, reference).map(Manifest::digest);
  }

  /** The tags of a repository, sorted as text; none if the repository is not there yet. */
  public List<String> tags(String repository) {
    String path = path(repository);
    Set<String> tags = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    String page = path + "/tags/list?n=1000";
    while (seen.add(page)) {
      Answer answer = connection.get(path, page, "application/json", LARGEST_MANIFEST);
      if (answer.isMissing()) {
        break;
      }
      JsonNode list = answer.json(problems);
      if (!list.has("tags")) {
        throw problems.answer("lists no tags for " + path, answer.excerpt());
      }
      list.path("tags").forEach(tag -> tags.add(tag.asText()));
      Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
      if (!next.find()) {
        break;
      }
      page = nextPage(page, next.group(1));
    }
    return tags.stream().sorted().toList();
  }

  /**
   * The packaged chart, a .tgz, of a chart artifact.
   *
   * @throws com.hcomp.gitops.model.ProblemException also ARTIFACT-MISSING, NOT-A-CHART
   */
  public byte[] chartArchive(String repository, Digest digest) {
    JsonNode manifest = manifest(repository, digest);
    String name = name(repository, digest);
    String type = manifest.path("config").path("mediaType").asText("");
    if (!type.equals(CHART_CONFIG)) {
      throw problems.notAChart(name, "its configuration is of type '" + type + "'");
    }
    for (JsonNode layer : manifest.path("layers")) {
      if (layer.path("mediaType").asText("").equals(CHART_CONTENT)) {
        return blob(repository, digestOf(layer));
      }
    }
    throw problems.notAChart(name, "it has no layer of type " + CHART_CONTENT);
  }

  /**
   * The labels of an image; of an image for several platforms, those of its first.
   *
   * @throws com.hcomp.gitops.model.ProblemException also ARTIFACT-MISSING
   */
  public ImageFacts image(String repository, Digest digest) {
    JsonNode manifest = manifest(repository, digest);
    if (manifest.path("manifests").isArray() && !manifest.path("manifests").isEmpty()) {
      manifest = manifest(repository, digestOf(manifest.path("manifests").path(0)));
    }
    JsonNode config = jsonBlob(repository, manifest.path("config"));
    SortedMap<String, String> labels = new TreeMap<>();
    config
        .path("config")
        .path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new ImageFacts(labels, created(config.path("created").asText("")));
  }

  /**
   * Gives an artifact one more tag. Does nothing if it has it already.
   *
   * @throws com.hcomp.gitops.model.ProblemException TAG-TAKEN if the tag names another artifact,
   *     now or right after it was written; ARTIFACT-MISSING
   */
  public void tag(String repository, Digest digest, String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException("not a tag: '" + tag + "'");
    }
    String name = address.resolve(repository) + ":" + tag;
    Optional<Digest> before = digest(repository, tag);
    if (before.isPresent()) {
      requireSame(name, before.get(), digest);
      return;
    }
    write(repository, known(repository, digest), tag);
    Digest after =
        digest(repository, tag)
            .orElseThrow(() -> problems.answer("took the tag " + name + " but does not have it"));
    requireSame(name, after, digest);
  }

  private void requireSame(String name, Digest held, Digest wanted) {
    if (!held.equals(wanted)) {
      throw problems.tagTaken(name, held.value(), wanted.value());
    }
  }

  /** Writes a manifest under a tag or its digest; all that it names must be there. */
  void write(String repository, Manifest manifest, String reference) {
    String path = path(repository);
    connection.put(path, path + "/manifests/" + reference, manifest.mediaType, manifest.body);
  }

  /** Writes a blob. */
  void upload(String repository, Digest digest, byte[] blob) {
    connection.upload(path(repository), digest, blob);
  }

  final class Manifest {
    private final Digest digest;
    private final String mediaType;
    private final byte[] body;

    Manifest(Digest digest, String mediaType, byte[] body) {
      this.digest = digest;
      this.mediaType = mediaType;
      this.body = body;
    }

    Digest digest() {
      return digest;
    }

    JsonNode json() {
      return Registry.this.json(body, digest.value());
    }
  }

  // Read whole rather than asked for by HEAD: only bytes can be verified, and only a body tells a
  // registry's "no such artifact" from any web server's "not found".
  private Optional<Manifest> manifest(String repository, String reference) {
    String path = path(repository);
    Answer answer =
        connection.get(
            path, path + "/manifests/" + reference, String.join(", ", MANIFESTS), LARGEST_MANIFEST);
    if (answer.isMissing()) {
      return Optional.empty();
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
    JsonNode content = answer.json(problems);
    String mediaType = content.path("mediaType").asText(type);
    if (!content.path("schemaVersion").isInt() || !MANIFESTS.contains(mediaType)) {
      throw problems.answer(
          "answers with something that is no manifest for " + path + " " + reference,
          answer.excerpt());
    }
    Digest digest = Digest.of(answer.body());
    String expected =
        Digest.isDigest(reference)
            ? reference
            : answer.headers().firstValue("Docker-Content-Digest").orElse(digest.value());
    if (Digest.isDigest(expected) && !expected.equals(digest.value())) {
      throw problems.answer(
          "answers with a manifest that is not the one it names for " + path,
          "named: " + expected,
          "sent:  " + digest);
    }
    return Optional.of(new Manifest(digest, mediaType, answer.body()));
  }

  Manifest known(String repository, Digest digest) {
    return manifest(repository, digest.value())
        .orElseThrow(() -> problems.missing(name(repository, digest)));
  }

  JsonNode manifest(String repository, Digest digest) {
    return known(repository, digest).json();
  }

  JsonNode jsonBlob(String repository, JsonNode descriptor) {
    Digest digest = digestOf(descriptor);
    return json(blob(repository, digest), name(repository, digest));
  }

  byte[] blob(String repository, Digest digest) {
    String path = path(repository);
    Answer answer = connection.get(path, path + "/blobs/" + digest, "*/*", LARGEST_BLOB);
    if (answer.isMissing()) {
      throw problems.missing(name(repository, digest));
    }
    Digest sent = Digest.of(answer.body());
    if (!sent.equals(digest)) {
      throw problems.answer(
          "answers with a blob that is not the one asked for",
          "asked: " + digest,
          "sent:  " + sent);
    }
    return answer.body();
  }

  Digest digestOf(JsonNode descriptor) {
    String digest = descriptor.path("digest").asText("");
    if (!Digest.isDigest(digest)) {
      throw problems.answer("holds a manifest with the digest '" + digest + "'");
    }
    return new Digest(digest);
  }

  private JsonNode json(byte[] body, String name) {
    try {
      return Answer.JSON.readTree(body);
    } catch (java.io.IOException e) {
      throw problems.answer("holds something that is not JSON as " + name);
    }
  }

  private String path(String repository) {
    return address.resolve(repository).path();
  }

  private String name(String repository, Digest digest) {
    return address.resolve(repository) + "@" + digest.abbreviated();
  }

  // The registry says where the next page is; only its path and query are believed.
  private String nextPage(String page, String link) {
    try {
      java.net.URI uri = java.net.URI.create("/v2/" + page).resolve(link);
      return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    } catch (IllegalArgumentException e) {
      throw problems.answer("gives no address for the next page of tags: '" + link + "'");
    }
  }

  private static Optional<Instant> created(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
