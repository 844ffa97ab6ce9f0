package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pin that was moved.
 *
 * @param environment as it is now
 * @param before the pin that it had
 * @param now the pin that it has
 * @param payload what the release carries
 * @param reason for people; empty where a person bumped the release by hand
 */
public record Moved(
    Environment environment, Optional<Pin> before, Pin now, Payload payload, String reason) {

  /** {@code stg 1.0.0 -> 1.0.1 (app 9f31c2a4b7de, chart 1.0.0)}. */
  public String summary() {
    return environment.name()
        + " "
        + before.map(pin -> pin.version() + " -> ").orElse("")
        + now.version()
        + " ("
        + payload(payload)
        + ")";
  }

  /** {@code app 9f31c2a4b7de, chart 1.0.0}. */
  static String payload(Payload payload) {
    return "app " + payload.images() + ", chart " + payload.charts();
  }

  /** The same as a step that a person reads while it happens. */
  public String line() {
    return String.format(
        "%-8s%-18s %s%s",
        environment.name(),
        before.map(pin -> pin.version() + " -> ").orElse("") + now.version(),
        payload(payload),
        reason.isEmpty() ? "" : "   (" + reason + ")");
  }

  /** A commit's message: {@code pin: stg, prd-eu} and a line for each. */
  public static String message(String type, List<Moved> moved) {
    return type
        + ": "
        + moved.stream().map(move -> move.environment.name()).collect(Collectors.joining(", "))
        + "\n\n"
        + moved.stream().map(Moved::summary).collect(Collectors.joining("\n"));
  }
}
