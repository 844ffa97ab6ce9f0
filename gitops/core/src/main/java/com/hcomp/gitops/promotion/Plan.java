package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.model.Version;
import java.util.List;
import java.util.Optional;

/**
 * What a promotion would do.
 *
 * @param environment the environment that would get a release
 * @param from the release whose payload it would carry
 * @param version what its new release would be called; empty where it runs that payload already
 * @param payload what it would run
 * @param rulings the gates
 * @param files the change of the environment's files, as a unified diff
 * @param rendered the change in the cluster, as a unified diff; Secrets are masked
 */
public record Plan(
    Environment environment,
    Release from,
    Optional<Version> version,
    Payload payload,
    List<Ruling> rulings,
    String files,
    String rendered) {
  public Plan {
    rulings = List.copyOf(rulings);
  }

  static Plan nothing(Environment environment, Release from) {
    return new Plan(environment, from, Optional.empty(), from.payload(), List.of(), "", "");
  }

  /** Whether it would do nothing. */
  public boolean isEmpty() {
    return version.isEmpty();
  }

  /** {@code prd-eu 1.0.2 -> 1.0.3 <- stg 1.0.7: app 1.4.0, chart 1.2.0}. */
  public String summary() {
    return environment.name()
        + " "
        + environment.pin().map(pin -> pin.version() + " -> ").orElse("")
        + version.map(Version::value).orElse("")
        + " <- "
        + from
        + ": "
        + Moved.payload(payload);
  }
}
