package com.hcomp.gitops.platform.process;

import com.hcomp.gitops.platform.state.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the platform's processes, and changes nothing.
 *
 * @param home the platform's folder
 */
public record ProcessList(Path home) {

  /**
   * All that should run, in this order, and behind them what else was started.
   *
   * @param expected the names of those that should run
   */
  public List<ProcessFigures> read(List<String> expected) {
    Map<String, ProcessFigures> started = new LinkedHashMap<>();
    for (Path file : Folders.list(home.resolve("run"))) {
      ProcessRecord.read(file)
          .ifPresent(one -> started.put(one.name(), ProcessFigures.of(one, log(one.name()))));
    }
    List<ProcessFigures> all = new ArrayList<>();
    for (String name : expected) {
      ProcessFigures found = started.remove(name);
      all.add(found == null ? ProcessFigures.notStarted(name, log(name)) : found);
    }
    all.addAll(started.values());
    return List.copyOf(all);
  }

  private Path log(String name) {
    return new Processes(home).logs().resolve(name + ".log");
  }
}
