package com.hcomp.gitops.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What applying would do.
 *
 * @param stages in the order in which they are applied; the last holds our own objects on the hub
 * @param lines what Argo CD is made of, reads and enters with, for people; without any secret
 * @param command what applies it
 */
public record BootstrapPlan(List<Stage> stages, List<String> lines, String command) {
  public BootstrapPlan {
    stages = List.copyOf(stages);
    lines = List.copyOf(lines);
  }

  /**
   * Objects that are applied together.
   *
   * @param batch the objects
   * @param changes what becomes of each
   */
  record Stage(Batch batch, List<Change> changes) {
    Stage {
      changes = List.copyOf(changes);
    }

    static Stage of(Batch batch) {
      return new Stage(batch, batch.compare());
    }
  }

  /** Whether everything is as it should be. */
  public boolean isEmpty() {
    return changes().stream().noneMatch(Change::isNeeded);
  }

  /** A line for each object and each field that changes in it, then what it comes to. */
  public String text() {
    StringBuilder text = new StringBuilder();
    List<Change> all = changes();
    int width = all.stream().mapToInt(change -> change.cluster().length()).max().orElse(0);
    for (Change change : all) {
      text.append(
          String.format(
              "  %-" + width + "s  %-9s  %s%n",
              change.cluster(),
              change.action().word(),
              change.manifest()));
      change.shortened().forEach(field -> text.append("      ").append(field).append('\n'));
    }
    text.append('\n');
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("\n  ").append(count());
    return text.toString().replace("\r", "");
  }

  /** {@code 61 to create, 2 to change, 5 as they should be}. */
  public String count() {
    return count(Change.Action.CREATE)
        + " to create, "
        + count(Change.Action.CHANGE)
        + " to change, "
        + count(Change.Action.UNCHANGED)
        + " as they should be";
  }

  /** {@code {"objects":[{"cluster","kind","name","action","fields"}],"apply"}}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("objects", changes().stream().map(Change::json).toList());
    json.put("apply", command);
    return json;
  }

  private long count(Change.Action action) {
    return changes().stream().filter(change -> change.action() == action).count();
  }

  private List<Change> changes() {
    return stages.stream().flatMap(stage -> stage.changes().stream()).toList();
  }
}
