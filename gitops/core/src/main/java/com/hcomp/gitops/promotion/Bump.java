package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.publish.Standing;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ChartModule;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.util.List;

/** Gives modules their next version, in the workspace's files. */
public final class Bump {
  private final Workspace workspace;
  private final Publisher publisher;
  private final Registry registry;
  private final Report report;

  public Bump(Workspace workspace, Publisher publisher, Report report) {
    this.workspace = workspace;
    this.publisher = publisher;
    this.registry = publisher.registry();
    this.report = report;
  }

  /**
   * Bumps an environment's config module to the next version, unless its version is not published
   * yet.
   */
  public void environment(Environment environment) {
    ConfigModule config = workspace.config(environment);
    Version version = NextVersion.of(config, registry);
    if (version.equals(config.version())) {
      report.step("bump", config.name() + " " + version + " is not published yet: kept");
      return;
    }
    config.withVersion(version);
    report.step("bump", config.name() + " " + config.version() + " -> " + version);
  }

  /**
   * Gives an environment's config module a build, and its next version. Where it has the build
   * already, and is published as it is, it stays: so that running this after every merge ends.
   *
   * @param named whether a person named the build: else one that a rollback left is not given
   */
  public void environment(Environment environment, Build build, boolean named) {
    ConfigModule config = workspace.config(environment);
    Payload payload = build.in(config.payload());
    boolean held =
        environment.held().stream()
            .flatMap(each -> each.payload().stream())
            .anyMatch(payload.fingerprint()::equals);
    if (held && !named) {
      report.warning(
          "bump",
          config.name()
              + " "
              + config.version()
              + " is kept: a rollback left what is newest, "
              + Moved.payload(payload)
              + ". Name it to have it again: -Dgitops.image="
              + payload.images());
      return;
    }
    boolean same = payload.runsTheSameAs(config.payload()) && config.payload().isComplete();
    if (same
        && publisher.standing(publisher.release(config, workspace.charts()))
            instanceof Standing.Same) {
      report.step("bump", config.name() + " " + config.version() + " has the newest build: kept");
      return;
    }
    Version version = NextVersion.of(config, registry);
    config.withPayload(payload).withVersion(version);
    report.step(
        "bump",
        config.name()
            + (version.equals(config.version()) ? " " : " " + config.version() + " -> ")
            + version
            + "   "
            + Moved.payload(payload));
  }

  /**
   * Bumps a chart of ours.
   *
   * @throws com.hcomp.gitops.model.ProblemException if there is none of that name
   */
  public void chart(String name) {
    List<ChartModule> charts = workspace.charts();
    ChartModule chart =
        charts.stream()
            .filter(module -> module.chart().name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Problem(
                            "NO-CHART",
                            "There is no chart " + name + " here.",
                            "Name one of: "
                                + String.join(
                                    ", ", charts.stream().map(c -> c.chart().name()).toList()))
                        .asException());
    Version present = chart.chart().version();
    Version version = NextVersion.of(present, registry.tags(Candidate.Kind.CHART.repository(name)));
    if (version.equals(present)) {
      report.step("bump", name + " " + version + " is not published yet: kept");
      return;
    }
    chart.withVersion(version);
    report.step("bump", name + " " + present + " -> " + version);
  }
}
