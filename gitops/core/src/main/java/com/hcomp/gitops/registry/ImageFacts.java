package com.hcomp.gitops.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an image says about itself.
 *
 * @param labels in the order of their names
 * @param created when it says that it was made
 */
public record ImageFacts(SortedMap<String, String> labels, Optional<Instant> created) {
  public ImageFacts {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
