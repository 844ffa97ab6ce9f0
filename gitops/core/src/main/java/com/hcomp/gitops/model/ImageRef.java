package com.hcomp.gitops.model;

/**
 * The image that a release runs, without a registry: that stands in one place only.
 *
 * @param repository path below the registry, such as {@code app-service}
 * @param tag for people
 * @param digest what is pulled
 */
public record ImageRef(String repository, String tag, Digest digest) {
  public ImageRef {
    if (repository.isBlank() || tag.isBlank()) {
      throw new IllegalArgumentException("an image needs a repository and a tag");
    }
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
