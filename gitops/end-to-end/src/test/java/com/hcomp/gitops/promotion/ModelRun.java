package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.promotion.Forecast.Ending;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One sequence: each action is done to the world and to the model, and then both are compared. */
final class ModelRun implements AutoCloseable {
  /** Argo CD's times are whole seconds: what happens in one second it can't put in order. */
  private static final Duration STEP = Duration.ofSeconds(2);

  private static final int NEVER_PINNED = 9999;

  private final ModelWorld world;
  private final PromotionModel model;
  private final ModelComparison comparison;
  private final ModelPeople people;
  private final Consumer<String> count;

  /**
   * @param count told what really happened, by a word for each
   */
  ModelRun(ModelGround ground, Consumer<String> count) throws IOException, InterruptedException {
    this.count = count;
    world = new ModelWorld(ground);
    model = new PromotionModel(world.clock, ModelGround.FIRST, ModelGround.REPLICAS);
    comparison = new ModelComparison(world, model);
    comparison.begin();
    people = new ModelPeople(world, model, comparison);
  }

  void act(ModelAction action) throws IOException, InterruptedException {
    if (action instanceof ModelAction.Ship ship) {
      step(new ModelAction.Build(false));
      step(new ModelAction.Promote("stg", Optional.empty(), Set.of(), ModelTrouble.none()));
      step(new ModelAction.Settle(ship.soak()));
    } else {
      step(action);
    }
  }

  private void step(ModelAction action) throws IOException, InterruptedException {
    world.clock.pass(STEP);
    tellArgoCd();
    count.accept("steps");
    if (action instanceof ModelAction.Build build) {
      people.build(build.chart());
    } else if (action instanceof ModelAction.Deliver) {
      people.deliver().moves.forEach(any -> count.accept("delivered"));
    } else if (action instanceof ModelAction.Edit edit) {
      people.edit(edit);
    } else if (action instanceof ModelAction.Bump bump) {
      people.bump(bump);
    } else if (action instanceof ModelAction.NewClone) {
      world.newClone();
    } else if (isGoal(action)) {
      goal(action);
    } else {
      cluster(action);
    }
  }

  private void tellArgoCd() {
    Map<String, String> applications = new TreeMap<>();
    for (String name : PromotionModel.NAMES) {
      String application = "hcomp-" + name;
      applications.put(
          application,
          model
              .cluster(name)
              .json(application, made -> world.digest(name, made), world.clock.instant()));
    }
    world.argoCd.knows(applications);
  }

  private void cluster(ModelAction action) {
    if (action instanceof ModelAction.Pass pass) {
      world.clock.pass(pass.time());
    } else if (action instanceof ModelAction.Check check) {
      world.checkIsGood = check.good();
      model.checkIsGood = check.good();
    } else if (action instanceof ModelAction.Notice notice) {
      model.cluster(notice.environment()).notice(pinned(notice.environment()));
    } else if (action instanceof ModelAction.Sync sync) {
      model
          .cluster(sync.environment())
          .sync(pinned(sync.environment()), model.now(), sync.askedFor());
    } else if (action instanceof ModelAction.Refuse refuse) {
      model.cluster(refuse.environment()).refuse(pinned(refuse.environment()), model.now());
    } else if (action instanceof ModelAction.Health health) {
      model.cluster(health.environment()).health(health.status(), model.now());
    } else if (action instanceof ModelAction.Settle settle) {
      for (String name : PromotionModel.NAMES) {
        model.cluster(name).sync(pinned(name), model.now(), false);
        model.cluster(name).health("Healthy", model.now());
      }
      world.clock.pass(settle.time());
    }
  }

  private Made pinned(String name) {
    return model.environment(name).pinned();
  }

  private static boolean isGoal(ModelAction action) {
    return action instanceof ModelAction.Pin
        || action instanceof ModelAction.Promote
        || action instanceof ModelAction.Advance
        || action instanceof ModelAction.Rollback;
  }

  private void goal(ModelAction action) throws IOException {
    if (action instanceof ModelAction.Promote promote) {
      Optional<Integer> release =
          version(PromotionModel.from(promote.to()).orElse("stg"), promote.release());
      run(
          promote.trouble(),
          forecast -> forecast.promote(promote.to(), release, promote.overrides()),
          access ->
              new Promote(access)
                  .run(
                      new Promote.Order(promote.to(), name(release), reasons(promote.overrides()))),
          "promoted");
    } else if (action instanceof ModelAction.Advance advance) {
      run(advance.trouble(), Forecast::advance, access -> new Advance(access).run(), "advanced");
    } else if (action instanceof ModelAction.Rollback rollback) {
      Optional<Integer> release = version(rollback.environment(), rollback.release());
      run(
          rollback.trouble(),
          forecast -> forecast.rollback(rollback.environment(), release),
          access ->
              new Rollback(access).run(new Rollback.Order(rollback.environment(), name(release))),
          "rolled back");
    } else if (action instanceof ModelAction.Pin pin) {
      run(
          pin.trouble(),
          forecast -> forecast.handEdits(pin.overrides()),
          access -> new HandEdits(access).run(reasons(pin.overrides())),
          "pinned");
    }
  }

  /** The release that an environment was pinned to so many releases ago. */
  private Optional<Integer> version(String environment, Optional<Integer> ago) {
    List<Integer> versions = List.copyOf(model.environment(environment).places().keySet());
    return ago.map(
        number ->
            number < versions.size() ? versions.get(versions.size() - 1 - number) : NEVER_PINNED);
  }

  private static Optional<String> name(Optional<Integer> release) {
    return release.map(number -> new Version("1.0." + number).value());
  }

  private static Map<GateName, String> reasons(Set<GateName> overrides) {
    Map<GateName, String> reasons = new EnumMap<>(GateName.class);
    overrides.forEach(gate -> reasons.put(gate, "a reason"));
    return reasons;
  }

  private void run(
      ModelTrouble trouble, Consumer<Forecast> expect, Consumer<Access> goal, String word)
      throws IOException {
    Forecast forecast = new Forecast(model, trouble);
    expect.accept(forecast);
    Access access = world.access(people.newest(), trouble);
    Ending ending = ModelComparison.ending(() -> goal.accept(access));
    world.mend();
    comparison.compare(forecast, ending);
    ModelGround.delete(access.scratch());
    forecast.moves.forEach(any -> count.accept(word));
    if (word.equals("advanced")) {
      forecast.moves.forEach(any -> count.accept("promoted"));
    }
    if (forecast.heldBack) {
      count.accept("held back");
    }
    if (forecast.adopts) {
      count.accept("adopted");
    }
    if (trouble.what() != ModelTrouble.What.NOTHING && ending != Ending.WELL) {
      count.accept("in trouble");
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
