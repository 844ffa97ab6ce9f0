package com.hcomp.gitops.registry;

import com.hcomp.gitops.model.Digest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an image is made of.
 *
 * @param digest of its manifest, for one platform
 * @param architecture what its programs run on, as Go names it: {@code amd64}
 * @param environment the variables that its programs get
 * @param layers in the order in which they are laid over each other
 */
public record ImageContent(
    Digest digest, String architecture, SortedMap<String, String> environment, List<Layer> layers) {
  public ImageContent {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    layers = List.copyOf(layers);
  }

  /**
   * An archive of files.
   *
   * @param digest of the archive as it is kept
   * @param mediaType says how it is compressed
   */
  public record Layer(Digest digest, String mediaType) {}
}
