package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.publish.Standing;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a build to the environments of the local platform: the first environment takes every new
 * build, an environment whose image was never published there takes it too, and all others keep
 * what their config modules say.
 */
public final class Delivery {
  private final Workspace workspace;
  private final Publisher publisher;
  private final Build build;
  private final Report report;

  /** What was packaged already: a plan and what follows it need the same releases. */
  private final Map<ConfigModule, Candidate> releases = new HashMap<>();

  public Delivery(Workspace workspace, Publisher publisher, Build build, Report report) {
    this.workspace = workspace;
    this.publisher = publisher;
    this.build = build;
    this.report = report;
  }

  /** What it will do, one step an environment, in promotion order. Changes nothing. */
  public List<Step> plan() {
    List<Step> steps = new ArrayList<>();
    for (Environment environment : workspace.environments()) {
      steps.add(step(environment, workspace.config(environment)));
    }
    return List.copyOf(steps);
  }

  private Step step(Environment environment, ConfigModule config) {
    if (!isRunnable(config)) {
      return new Step.Take(
          environment,
          NextVersion.of(config, publisher.registry()),
          "its image is not in this registry");
    }
    if (workspace.upstream(environment.name()).isPresent()) {
      return new Step.Keep(environment);
    }
    if (build.differsFrom(config.payload())) {
      return new Step.Take(environment, NextVersion.of(config, publisher.registry()), "new build");
    }
    Candidate release = release(config);
    if (publisher.standing(release) instanceof Standing.Other) {
      return new Step.Take(
          environment, NextVersion.of(config, publisher.registry()), "its configuration changed");
    }
    return new Step.Keep(environment);
  }

  private Candidate release(ConfigModule config) {
    return releases.computeIfAbsent(
        config, module -> publisher.release(module, workspace.charts()));
  }

  /** Whether everything that the release needs is published here. */
  private boolean isRunnable(ConfigModule config) {
    if (!config.payload().isComplete()) {
      return false;
    }
    for (Component component : config.payload().components()) {
      Optional<ImageRef> image = component.image();
      if (image.isPresent()
          && publisher
              .registry()
              .digest(image.get().repository(), image.get().digest().value())
              .isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses what would change a published release, before anything is published or moved.
   *
   * @throws ProblemException for all environments together
   */
  public void check() {
    List<Problem> problems = new ArrayList<>();
    for (Step step : plan()) {
      if (step instanceof Step.Keep) {
        ConfigModule config = workspace.config(step.environment());
        publisher.refusal(release(config)).ifPresent(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /**
   * Edits the config modules, publishes the releases and writes the pins, all in the workspace's
   * files: nothing is committed.
   *
   * @return the pins that moved
   */
  public List<Moved> carryOut() {
    List<Moved> moved = new ArrayList<>();
    for (Step step : plan()) {
      ConfigModule config = workspace.config(step.environment());
      String reason = "";
      if (step instanceof Step.Take take) {
        config = config.withPayload(build.in(config.payload())).withVersion(take.version());
        reason = take.reason();
      }
      Digest digest = publisher.publish(release(config));
      Pin pin = new Pin(config.version(), digest);
      Optional<Pin> before = step.environment().pin();
      if (before.filter(pin::equals).isEmpty()) {
        Environment now = workspace.pin(step.environment(), pin, config.payload());
        moved.add(new Moved(now, before, pin, config.payload(), reason));
      }
    }
    moved.forEach(move -> report.step("pin", move.line()));
    return List.copyOf(moved);
  }
}
