package com.hcomp.gitops.values;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import java.util.List;

/**
 * What Helm 4.3 makes of a release's values, step by step as Helm does it (pkg/chart/common/util,
 * coalesce.go), with what may surprise: a null in the release's own values.yaml takes away nothing
 * that a chart inside sets, and tables that lie two deep in {@code global} are shared by all
 * charts.
 */
final class HelmMerge {
  private static final String GLOBAL = "global";

  private HelmMerge() {}

  /**
   * A chart with those inside.
   *
   * @param name the key of its values in the chart around it
   * @param values its values.yaml
   */
  record Chart(String name, Table values, List<Chart> inside) {
    Chart {
      inside = List.copyOf(inside);
    }
  }

  /**
   * The values of a release and, below their names, of the charts inside.
   *
   * @param passedDown what Argo CD lays over them
   * @throws com.hcomp.gitops.model.ProblemException CHART-VALUES where a chart's values are none
   */
  static Table effective(Chart release, Table passedDown) {
    // Helm imports the values of the charts inside first, which merges them all and keeps nulls.
    Table merged = coalesce(release, new Table(release.values.location()), true);
    return coalesce(new Chart(release.name, merged, release.inside), passedDown.copy(), false);
  }

  /** Fills up values with those of a chart and of the charts inside; changes and returns them. */
  static Table coalesce(Chart chart, Table values, boolean keepNulls) {
    Table own = chart.values.copy();
    if (!keepNulls) {
      own.removeNulls();
    }
    fill(values, own);
    for (Chart inside : chart.inside) {
      Value present = values.get(inside.name);
      if (present == null) {
        present = new Table(inside.values.location());
        values.put(inside.name, present);
      }
      if (!(present instanceof Table table)) {
        throw notATable(inside.name, present.location());
      }
      coalesceGlobals(table, values);
      coalesce(inside, table, keepNulls);
    }
    return values;
  }

  private static void coalesceGlobals(Table inside, Table around) {
    Value from = around.get(GLOBAL);
    Value to = inside.get(GLOBAL);
    if ((from != null && !(from instanceof Table)) || (to != null && !(to instanceof Table))) {
      return;
    }
    Table globals = to == null ? new Table(inside.location()) : (Table) to;
    if (from instanceof Table table) {
      table.forEach(
          (key, value) -> {
            Value present = globals.get(key);
            if (value instanceof Table above) {
              Table copy = above.shallowCopy();
              if (present instanceof Table below) {
                fill(copy, below);
              }
              if (present == null || present instanceof Table) {
                globals.put(key, copy);
              }
            } else if (!(present instanceof Table)) {
              globals.put(key, value);
            }
          });
    }
    inside.put(GLOBAL, globals);
  }

  /** Adds what a table doesn't have yet; where both have something, the table's own stays. */
  private static void fill(Table table, Table below) {
    below.forEach(
        (key, value) -> {
          Value own = table.get(key);
          if (own == null) {
            table.put(key, value);
          } else if (own instanceof Table above && value instanceof Table lower) {
            fill(above, lower);
          }
        });
  }

  private static RuntimeException notATable(String chart, Location location) {
    return new Problem(
            "CHART-VALUES",
            "The values of " + chart + " are no mapping, so Helm refuses the release.",
            location,
            "Write them as keys below " + chart + ":, or leave it out.")
        .asException();
  }
}
