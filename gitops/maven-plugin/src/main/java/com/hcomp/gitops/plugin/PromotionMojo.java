package com.hcomp.gitops.plugin;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.promotion.Moved;
import com.hcomp.gitops.promotion.Overrides;
import com.hcomp.gitops.report.Durations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that move pins have in common. */
abstract class PromotionMojo extends GitOpsMojo {
  /** Whether to wait until the clusters run what was pinned; with -Plocal it does. */
  @Parameter(property = "gitops.wait")
  @Nullable Boolean wait;

  /** How long to wait at the most, as ISO-8601 writes durations: PT2M is two minutes. */
  @Parameter(property = "gitops.timeout", defaultValue = "PT5M")
  String timeout;

  /** Gates to go past, with commas between them: soak, window, check ... */
  @Parameter(property = "gitops.override")
  @Nullable String override;

  /** Why; the commit keeps it. */
  @Parameter(property = "gitops.reason")
  @Nullable String reason;

  final Map<GateName, String> overrides() {
    return Overrides.parse(Optional.ofNullable(override), Optional.ofNullable(reason));
  }

  /** Prints the answer for machines, if they ask, and waits, if it should. */
  final void end(Surroundings surroundings, Object answer, List<Moved> moved) {
    if (wantsJson()) {
      surroundings.print(surroundings.json().text(answer));
    }
    if (wait == null ? local : wait) {
      surroundings.promotions().waitUntilLive(moved, Durations.parse(timeout));
    }
  }
}
