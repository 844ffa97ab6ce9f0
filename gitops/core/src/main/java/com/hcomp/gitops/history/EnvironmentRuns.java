package com.hcomp.gitops.history;

import java.util.List;

/**
 * What one environment was pinned to, as far as it is shown.
 *
 * @param name the environment
 * @param runs the newest first
 * @param older how many older ones there are
 */
public record EnvironmentRuns(String name, List<Run> runs, int older) {
  public EnvironmentRuns {
    runs = List.copyOf(runs);
  }

  /** The newest runs of an environment. */
  public static EnvironmentRuns of(History history, String name, int limit) {
    List<Run> all = history.runs(name);
    int shown = Math.min(limit, all.size());
    return new EnvironmentRuns(name, all.subList(0, shown), all.size() - shown);
  }
}
