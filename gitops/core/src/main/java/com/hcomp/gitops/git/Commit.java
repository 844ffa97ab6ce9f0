package com.hcomp.gitops.git;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One commit.
 *
 * @param id its full name
 * @param time when it was committed
 * @param author who wrote it, by name
 * @param subject its first line
 * @param trailers the {@code Key: value} lines at the end of its message, in order
 */
public record Commit(
    String id, Instant time, String author, String subject, List<Trailer> trailers) {
  private static final int ABBREVIATED = 8;

  public Commit {
    trailers = List.copyOf(trailers);
  }

  /** A line at the end of a commit's message. */
  public record Trailer(String key, String value) {}

  /** The value of the first trailer with a key, in capitals or not. */
  public Optional<String> trailer(String key) {
    return trailers.stream()
        .filter(trailer -> trailer.key().equalsIgnoreCase(key))
        .map(Trailer::value)
        .findFirst();
  }

  /** For people: enough of its name to find it. */
  public String abbreviated() {
    return id.substring(0, ABBREVIATED);
  }
}
