package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What Kubernetes recorded about a resource.
 *
 * @param warning whether it is a warning
 * @param reason such as FailedMount
 * @param message its text
 * @param at when it last happened
 */
public record Event(boolean warning, String reason, String message, Optional<Instant> at) {
  static final Comparator<Event> BY_TIME =
      Comparator.comparing(event -> event.at().orElse(Instant.EPOCH));

  static Event of(JsonNode json) {
    return new Event(
        Json.text(json, "type").equals("Warning"),
        Json.text(json, "reason"),
        Json.text(json, "message"),
        Json.instant(json, "lastTimestamp")
            .or(() -> Json.instant(json, "eventTime"))
            .or(() -> Json.instant(json, "firstTimestamp")));
  }
}
