package com.hcomp.gitops.plugin;

import com.hcomp.gitops.history.EnvironmentRuns;
import com.hcomp.gitops.history.History;
import com.hcomp.gitops.history.HistoryJson;
import com.hcomp.gitops.history.HistoryText;
import com.hcomp.gitops.model.Problem;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Prints what was pinned where: since when and for how long, from which commit, by whom, the gates
 * as they stood, and what was rolled back. It is read from the pin files' history in Git alone: in
 * the platform's main with -Plocal, else in the branch of origin that Argo CD follows, and without
 * an origin in the checkout. For machines: {@code mvn -q gitops:history -Dgitops.format=json}.
 */
@Mojo(name = "history", aggregator = true, threadSafe = true)
public final class HistoryMojo extends GitOpsMojo {
  /** The environment to tell of, also one that is gone; all of them, if not given. */
  @Parameter(property = "gitops.environment")
  @Nullable String environment;

  /** How many releases are shown of each environment at the most, the newest. */
  @Parameter(property = "gitops.limit", defaultValue = "20")
  int limit;

  @Override
  void run(Surroundings surroundings) {
    if (limit < 1) {
      throw new Problem(
              "BAD-LIMIT",
              limit + " releases can't be shown.",
              "Name one or more: -Dgitops.limit=20")
          .asException();
    }
    History history = surroundings.history();
    List<EnvironmentRuns> environments =
        (environment == null ? history.environments() : List.of(known(history, environment)))
            .stream().map(name -> EnvironmentRuns.of(history, name, limit)).toList();
    surroundings.print(
        surroundings.wantsJson()
            ? surroundings.json().text(HistoryJson.of(environments))
            : "\n" + new HistoryText(Clock.system(ZoneId.systemDefault())).of(environments));
  }

  private static String known(History history, String name) {
    if (!history.environments().contains(name)) {
      throw new Problem(
              "NO-ENVIRONMENT",
              "There is no environment " + name + ", and never was.",
              "Name one of: " + String.join(", ", history.environments()))
          .asException();
    }
    return name;
  }
}
