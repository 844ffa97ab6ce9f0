package com.hcomp.gitops.check;

import com.hcomp.gitops.model.ImageRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The environment that is asked, and what should answer there.
 *
 * @param environment its name
 * @param address where it answers, as Argo CD shows it: {@code http://10.209.67.174}
 * @param image the image that its pinned release runs; the first, if there are several
 * @param labels that image's labels, as the registry has them
 */
public record Asked(
    String environment,
    Optional<String> address,
    Optional<ImageRef> image,
    Map<String, String> labels) {
  private static final String REVISION = "org.opencontainers.image.revision";
  private static final String VERSION = "org.opencontainers.image.version";

  public Asked {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /**
   * The commit that the image was built from; {@code -g1a2b3c4d} at its end stands for changes that
   * were not committed.
   */
  Optional<String> commit() {
    return label(REVISION);
  }

  /** What the image may call its version: what it was built as, or its tag. */
  List<String> versions() {
    return Stream.concat(label(VERSION).stream(), image.map(ImageRef::tag).stream()).toList();
  }

  private Optional<String> label(String name) {
    return Optional.ofNullable(labels.get(name)).filter(value -> !value.isBlank());
  }
}
