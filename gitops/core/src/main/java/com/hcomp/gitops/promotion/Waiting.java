package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.RulingsText;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Release;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A release that gates hold back.
 *
 * @param environment the environment that it would get into
 * @param release the release that is carried; for a hand edit the environment's own
 * @param from the environment that it comes from; empty for a hand edit
 * @param rulings all its gates
 */
public record Waiting(
    Environment environment, Release release, Optional<Environment> from, List<Ruling> rulings) {
  public Waiting {
    rulings = List.copyOf(rulings);
  }

  /** {@code prd-eu <- stg 1.0.7: app 1.4.0, chart 1.2.0}. */
  public String title() {
    return environment.name()
        + (from.isPresent() ? " <- " + release : " " + release.pin().version())
        + ": "
        + Moved.payload(release.payload());
  }

  /**
   * The same as a problem: PROMOTE-WAIT or PROMOTE-BLOCKED.
   *
   * @param command what was asked for, as it is typed
   */
  public Problem problem(String command) {
    String maven = command.replaceFirst(" gitops:.*$", "");
    RulingsText table = new RulingsText(Clock.system(ZoneId.systemDefault()), false);
    return new Closed(environment.name(), rulings, command, maven, table).problem();
  }
}
