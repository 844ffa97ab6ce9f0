package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves pins to the releases that the config modules name, in the workspace's files. */
public final class PinMove {
  private final Workspace workspace;
  private final Publisher publisher;
  private final Report report;

  public PinMove(Workspace workspace, Publisher publisher, Report report) {
    this.workspace = workspace;
    this.publisher = publisher;
    this.report = report;
  }

  /**
   * Moves every pin whose config module has another version.
   *
   * @return the pins that moved, in promotion order
   * @throws com.hcomp.gitops.model.ProblemException if a release is not published as it is here
   */
  public List<Moved> carryOut() {
    List<Moved> moved = new ArrayList<>();
    for (Environment environment : workspace.environments()) {
      ConfigModule config = workspace.config(environment);
      Optional<Pin> before = environment.pin();
      if (!config.payload().isComplete()
          || before.filter(pin -> pin.version().equals(config.version())).isPresent()) {
        continue;
      }
      Pin pin =
          new Pin(
              config.version(), publisher.confirmed(publisher.release(config, workspace.charts())));
      moved.add(new Moved(environment, before, pin, config.payload(), ""));
    }
    moved.forEach(move -> workspace.pin(move.environment(), move.now(), move.payload()));
    moved.forEach(move -> report.step("pin", move.line()));
    if (moved.isEmpty()) {
      report.step("pin", "every pin is where its config module says");
    }
    return List.copyOf(moved);
  }
}
