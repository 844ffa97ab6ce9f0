package com.hcomp.gitops.gate;

import com.hcomp.gitops.model.Location;
import java.util.Optional;

/**
 * One gate's verdict on one release for one environment.
 *
 * @param gate which gate
 * @param subject what of it, where there are several: a check's name; else the gate's own
 * @param verdict what it says
 * @param place the line of promotion.yaml that asks for it; empty where the design does
 * @param override the reason that a person gave to go past it; empty where nobody did
 */
public record Ruling(
    GateName gate,
    String subject,
    Verdict verdict,
    Optional<Location> place,
    Optional<String> override) {
  public Ruling {
    if (override.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("an override of " + gate + " without a reason");
    }
  }

  /** Whether it is in nobody's way: passed, or gone past by a person. */
  public boolean isOpen() {
    return verdict instanceof Verdict.Pass || override.isPresent();
  }
}
