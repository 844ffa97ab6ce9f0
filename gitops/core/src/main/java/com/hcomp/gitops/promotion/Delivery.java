package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.publish.Standing;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings a build to the environments of the local platform: the first environment takes every new
 * build, unless a rollback left it, and an environment whose image was never published there takes
 * it too. All others keep what their config modules say, published; their pins follow as {@link
 * HandEdits}. One whose module got a service that it never ran waits for a promotion.
 */
public final class Delivery {
  private final Workspace workspace;
  private final Publisher publisher;
  private final Build build;
  private final Function<Environment, List<Replaced>> replaced;
  private final Report report;

  /**
   * @param replaced what is written of releases that an environment ran before, the present one
   *     included
   */
  public Delivery(
      Workspace workspace,
      Publisher publisher,
      Build build,
      Function<Environment, List<Replaced>> replaced,
      Report report) {
    this.workspace = workspace;
    this.publisher = publisher;
    this.build = build;
    this.replaced = replaced;
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
    if (waitsForPromotion(environment, config)) {
      return new Step.Wait(environment);
    }
    if (!isRunnable(config)) {
      return new Step.Take(
          environment, NextVersion.of(config, publisher.registry()), whyNew(environment, config));
    }
    if (workspace.upstream(environment.name()).isPresent()) {
      return new Step.Keep(environment);
    }
    if (build.differsFrom(config.payload())) {
      if (isHeld(environment, config)) {
        return new Step.Hold(environment);
      }
      return new Step.Take(environment, NextVersion.of(config, publisher.registry()), "new build");
    }
    Candidate release = publisher.release(config, workspace.charts());
    if (publisher.standing(release) instanceof Standing.Other) {
      return new Step.Take(
          environment, NextVersion.of(config, publisher.registry()), "its configuration changed");
    }
    return new Step.Keep(environment);
  }

  /** Whether it runs a release already, and its module has got a service since without an image. */
  private boolean waitsForPromotion(Environment environment, ConfigModule config) {
    String repository = Candidate.Kind.RELEASE.repository(config.name());
    return !config.payload().isComplete()
        && workspace.upstream(environment.name()).isPresent()
        && environment
            .pin()
            .flatMap(pin -> publisher.registry().digest(repository, pin.digest().value()))
            .isPresent();
  }

  /** Whether a rollback left what the build would bring; that is known once it is published. */
  private boolean isHeld(Environment environment, ConfigModule config) {
    if (!build.isPublished()) {
      return false;
    }
    Payload payload = build.in(config.payload());
    return environment.held().stream()
        .flatMap(held -> held.payload().stream())
        .anyMatch(payload.fingerprint()::equals);
  }

  private static String whyNew(Environment environment, ConfigModule config) {
    if (config.payload().isComplete()) {
      return "its image is not in this registry";
    }
    return environment.pin().isPresent() ? "new service" : "first release";
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
      if (step instanceof Step.Keep || step instanceof Step.Hold) {
        ConfigModule config = workspace.config(step.environment());
        publisher.refusal(publisher.release(config, workspace.charts())).ifPresent(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /**
   * Publishes every release, and gives environments the build: in their config modules and pins, in
   * the workspace's files. Nothing is committed.
   *
   * @return the pins that moved
   */
  public List<Moved> carryOut() {
    List<Moved> moved = new ArrayList<>();
    for (Step step : plan()) {
      Environment environment = step.environment();
      ConfigModule config = workspace.config(environment);
      if (step instanceof Step.Take take) {
        config = config.withPayload(build.in(config.payload())).withVersion(take.version());
        Digest digest = publisher.publish(publisher.release(config, workspace.charts()));
        Pin pin = new Pin(config.version(), digest);
        Environment now =
            workspace.pin(
                environment,
                pin,
                config.payload(),
                replaced.apply(environment),
                Carrier.held(environment, pin, config.payload()));
        moved.add(new Moved(now, environment.pin(), pin, config.payload(), take.reason()));
      } else if (step instanceof Step.Wait) {
        report.step(
            "pin",
            environment.name()
                + " keeps what it runs: a service of its module has no image yet, and gets one"
                + " with a promotion");
      } else {
        publisher.publish(publisher.release(config, workspace.charts()));
        if (step instanceof Step.Hold) {
          report.warning(
              "pin",
              environment.name()
                  + " keeps "
                  + config.version()
                  + ": a rollback left what this build is made of. Change it, and deploy again.");
        }
      }
    }
    moved.forEach(move -> report.step("pin", move.line()));
    return List.copyOf(moved);
  }
}
