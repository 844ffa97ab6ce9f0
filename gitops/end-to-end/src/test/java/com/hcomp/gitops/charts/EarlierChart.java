package com.hcomp.gitops.charts;

import com.hcomp.gitops.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A version of the chart that lies in the past, as it was published.
 *
 * @param version such as {@code 1.0.0}
 * @param commit the last one that touched the chart while it had this version
 */
record EarlierChart(String version, String commit) {
  private static final String CHART = "chart-module";

  /** All of them, the newest first. */
  static List<EarlierChart> all() {
    Map<String, EarlierChart> all = new LinkedHashMap<>();
    String now = version(Charts.chartDescription());
    for (String commit :
        git("log", "--first-parent", "--format=%H", "--", CHART).output().lines().toList()) {
      Command.Result description = git("show", commit + ":" + CHART + "/Chart.yaml").run();
      // In the beginning the folder was there, and the chart not yet.
      if (description.exitStatus() == 0 && !version(description.output()).equals(now)) {
        String version = version(description.output());
        all.putIfAbsent(version, new EarlierChart(version, commit));
      }
    }
    return new ArrayList<>(all.values());
  }

  /**
   * Whether commits are missing, or all of Git is: then nobody can tell which versions there were.
   */
  static boolean isHistoryCut() {
    return !git("rev-parse", "--is-shallow-repository").run().output().strip().equals("false");
  }

  /** Writes the chart and staging's config module of that time into a folder. */
  void checkOut(Path folder) {
    Path archive = folder.resolve("archive.tar");
    git("archive", "--output", archive.toString(), commit, CHART, "config-stg").output();
    Command.of("tar", "-xf", archive.toString()).in(folder).output();
  }

  private static String version(String description) {
    return String.valueOf(Yaml.documents(description).get(0).get("version"));
  }

  private static Command git(String... arguments) {
    return Command.of("git").and(arguments).in(Charts.repository());
  }
}
