package com.hcomp.gitops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.model.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies what a registry holds to another one, byte by byte: digests stay what they are, so pins
 * and releases that name them stay right. What the other one has already is left alone.
 */
public final class RegistryCopy {
  private final Registry from;
  private final Registry to;

  /** Layers that several images have in common are copied once. */
  private final Set<String> copied = new HashSet<>();

  public RegistryCopy(Registry from, Registry to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies a repository with all its tags; none if it is not there.
   *
   * @return the tags
   * @throws com.hcomp.gitops.model.ProblemException TAG-TAKEN if the other registry has a tag that
   *     names something else there; whatever the registries cause
   */
  public List<String> repository(String repository) {
    List<String> tags = from.tags(repository);
    for (String tag : tags) {
      from.digest(repository, tag)
          .ifPresent(
              digest -> {
                artifact(repository, digest);
                to.tag(repository, digest, tag);
              });
    }
    return tags;
  }

  /** What others are made of comes first: a registry takes a manifest only then. */
  private void artifact(String repository, Digest digest) {
    if (to.digest(repository, digest.value()).isPresent()) {
      return;
    }
    Registry.Manifest manifest = from.known(repository, digest);
    for (JsonNode platform : manifest.json().path("manifests")) {
      artifact(repository, from.digestOf(platform));
    }
    if (manifest.json().has("config")) {
      blob(repository, manifest.json().path("config"));
    }
    for (JsonNode layer : manifest.json().path("layers")) {
      blob(repository, layer);
    }
    to.write(repository, manifest, digest.value());
  }

  private void blob(String repository, JsonNode descriptor) {
    Digest digest = from.digestOf(descriptor);
    if (copied.add(repository + "@" + digest)) {
      to.upload(repository, digest, from.blob(repository, digest));
    }
  }
}
