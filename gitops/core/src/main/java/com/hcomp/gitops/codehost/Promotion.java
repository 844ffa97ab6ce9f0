package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Release;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What people are asked to approve.
 *
 * @param base the branch that it goes into
 * @param release what the environment is to run
 * @param replaces what it runs now; empty for its first release
 * @param from the release whose payload is carried; empty where a person bumped the config module
 * @param rulings the gates, in order
 * @param judged when they were asked
 * @param diff the rendered manifests' difference, as a unified diff, secrets masked; may be empty
 * @param whole where the whole difference is, for people; it is said where the text has no room
 */
public record Promotion(
    String base,
    Release release,
    Optional<Release> replaces,
    Optional<Release> from,
    List<Ruling> rulings,
    Instant judged,
    String diff,
    String whole) {
  public Promotion {
    rulings = List.copyOf(rulings);
  }

  /**
   * The subject of the commit and the title: {@code promote: prd-eu 1.0.3 <- stg 1.0.7 (app 1.4.0,
   * chart 1.2.0)}, or {@code pin: prd-eu 1.0.2 -> 1.0.3 (app 1.4.0, chart 1.2.0)}.
   */
  public String subject() {
    Payload payload = release.payload();
    String carried = " (app " + payload.images() + ", chart " + payload.charts() + ")";
    if (from.isPresent()) {
      return "promote: " + release + " <- " + from.get() + carried;
    }
    String before = replaces.map(each -> each.pin().version() + " -> ").orElse("");
    return "pin: " + release.environment() + " " + before + release.pin().version() + carried;
  }

  /**
   * What tells it from other promotions of the environment: its payload, whatever version carries
   * it; for a config module that a person bumped, the release.
   */
  public Digest plan() {
    Digest what = from.isPresent() ? release.payload().fingerprint() : release.pin().digest();
    return Digest.of(release.environment() + "\n" + what);
  }
}
