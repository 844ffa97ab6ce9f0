package com.hcomp.gitops.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * An object to be applied. Its text is given to kubectl as it is, so that nobody but Kubernetes
 * decides what the YAML means.
 *
 * @param apiVersion group and version, such as {@code apps/v1}
 * @param kind such as {@code Deployment}
 * @param namespace where the text names one
 * @param name the object's
 * @param text one YAML document, or JSON
 */
record Manifest(
    String apiVersion, String kind, Optional<String> namespace, String name, String text) {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---(?:[ \\t].*)?\\r?$");
  // Definitions of kinds are long; the parser's own limit is 3 MB.
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(50_000_000).build();

  Manifest {
    if (kind.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("no object: it has no kind or no name");
    }
  }

  /**
   * The objects of a text, in its order; documents that hold nothing are left out.
   *
   * @throws IllegalArgumentException if a document is no object
   */
  static List<Manifest> all(String yaml) {
    List<Manifest> all = new ArrayList<>();
    for (String document : SEPARATOR.split(yaml)) {
      Object object = new Load(SETTINGS).loadFromString(document);
      if (object != null) {
        all.add(of(object, document.strip()));
      }
    }
    return List.copyOf(all);
  }

  private static Manifest of(Object object, String text) {
    Object metadata = at(object, "metadata");
    return new Manifest(
        scalar(at(object, "apiVersion")),
        scalar(at(object, "kind")),
        Optional.of(scalar(at(metadata, "namespace"))).filter(name -> !name.isEmpty()),
        scalar(at(metadata, "name")),
        text);
  }

  /** Several as one text. */
  static String text(List<Manifest> manifests) {
    return String.join("\n---\n", manifests.stream().map(Manifest::text).toList()) + "\n";
  }

  /** Whether its kind is one that Argo CD brings with it. */
  boolean isOfArgoCd() {
    return apiVersion.startsWith("argoproj.io/");
  }

  /** What tells it from the others that are applied with it. */
  String key() {
    return kind + "/" + name;
  }

  /** Its name, after its namespace where that is known. */
  String place() {
    return namespace.map(known -> known + "/").orElse("") + name;
  }

  /** Never shows the content: it may be a secret. */
  @Override
  public String toString() {
    return kind + " " + place();
  }

  private static @Nullable Object at(@Nullable Object object, String key) {
    return object instanceof Map<?, ?> map ? map.get(key) : null;
  }

  private static String scalar(@Nullable Object scalar) {
    return scalar == null ? "" : scalar.toString();
  }
}
