package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.promotion.Forecast.Ending;
import com.hcomp.gitops.promotion.ModelEnvironment.Load;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
  private final Map<Load, Build> builds = new LinkedHashMap<>();
  private final Consumer<String> count;

  /**
   * @param count told what really happened, by a word for each
   */
  ModelRun(ModelGround ground, Consumer<String> count) throws IOException, InterruptedException {
    this.count = count;
    world = new ModelWorld(ground);
    model = new PromotionModel(world.clock, ModelGround.FIRST, ModelGround.REPLICAS);
    builds.put(ModelGround.FIRST, world.build(ModelGround.FIRST));
    comparison = new ModelComparison(world, model);
    comparison.begin();
  }

  void act(ModelAction action) throws IOException, InterruptedException {
    if (action instanceof ModelAction.Ship) {
      step(new ModelAction.Build(false));
      step(new ModelAction.Deliver());
      step(new ModelAction.Settle());
    } else {
      step(action);
    }
  }

  private void step(ModelAction action) throws IOException, InterruptedException {
    world.clock.pass(STEP);
    tellArgoCd();
    count.accept("steps");
    if (action instanceof ModelAction.Build build) {
      build(build.chart());
    } else if (action instanceof ModelAction.Deliver) {
      deliver();
    } else if (action instanceof ModelAction.Edit edit) {
      edit(edit);
    } else if (action instanceof ModelAction.Bump bump) {
      bump(bump);
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
    } else if (action instanceof ModelAction.Settle) {
      for (String name : PromotionModel.NAMES) {
        model.cluster(name).sync(pinned(name), model.now(), false);
        model.cluster(name).health("Healthy", model.now());
      }
      world.clock.pass(Duration.ofMinutes(41));
    }
  }

  private Made pinned(String name) {
    return model.environment(name).pinned();
  }

  private void build(boolean newChart) throws IOException, InterruptedException {
    int number = model.builds.size();
    int chart = model.newest().chart();
    if (newChart) {
      world.pull();
      chart++;
      new Bump(Workspace.open(world.checkout()), world.publisher(), Report.silent())
          .chart("hcomp-app");
      world.merge("chart 1.0." + chart);
      Publisher publisher = world.publisher();
      publisher.publish(publisher.chart(Workspace.open(world.checkout()).charts().get(0)));
    }
    // A new chart alone renders what is there already.
    Load load = new Load(chart, newChart ? model.newest().image() : "image-" + number);
    model.builds.add(load);
    builds.put(load, world.build(load));
    comparison.mainMovedByPeople();
  }

  private static void replace(Path file, String old, String text) throws IOException {
    String before = Files.readString(file);
    assertThat(before).contains(old);
    Files.writeString(file, before.replace(old, text));
  }

  private Build real(Load load) {
    return Optional.ofNullable(builds.get(load)).orElseThrow();
  }

  private void deliver() {
    world.pull();
    Forecast forecast = new Forecast(model, ModelTrouble.none()).deliver();
    Workspace workspace = Workspace.open(world.checkout());
    Access access = world.access(real(model.newest()), ModelTrouble.none());
    Delivery delivery =
        new Delivery(
            workspace,
            access.publisher(),
            real(model.newest()),
            new Replacements(access)::of,
            Report.silent());
    Ending ending =
        ending(
            () -> {
              if (forecast.ending == Ending.PROBLEM) {
                delivery.check();
              }
              delivery.carryOut();
            });
    assertThat(ending).isEqualTo(forecast.ending);
    if (ending == Ending.WELL) {
      world.merge("deploy");
    }
    comparison.mainMovedByPeople();
    forecast.moves.forEach(any -> count.accept("delivered"));
  }

  private void edit(ModelAction.Edit edit) throws IOException {
    world.pull();
    ModelEnvironment environment = model.environment(edit.environment());
    Made before = environment.config;
    environment.config = new Made(environment.nextVersion(), before.load(), edit.replicas());
    replace(
        world.checkout().resolve("config-" + edit.environment() + "/values.yaml"),
        "replicas: " + before.replicas(),
        "replicas: " + edit.replicas());
    Workspace workspace = Workspace.open(world.checkout());
    new Bump(workspace, world.publisher(), Report.silent())
        .environment(workspace.environment(edit.environment()));
    merged("edit " + edit.environment(), environment, edit.publish());
  }

  private void bump(ModelAction.Bump bump) {
    world.pull();
    ModelEnvironment environment = model.environment(bump.environment());
    Load load = model.builds.get(bump.build() % model.builds.size());
    Made before = environment.config;
    boolean kept =
        environment.holds(load) && !bump.named()
            || load.equals(before.load())
                && before.equals(environment.published.get(before.version()));
    if (!kept) {
      environment.config = new Made(environment.nextVersion(), load, before.replicas());
    }
    Workspace workspace = Workspace.open(world.checkout());
    new Bump(workspace, world.publisher(), Report.silent())
        .environment(workspace.environment(bump.environment()), real(load), bump.named());
    merged("bump " + bump.environment(), environment, bump.publish());
  }

  private void merged(String message, ModelEnvironment environment, boolean publish) {
    world.merge(message);
    if (publish) {
      boolean clashes = environment.clashes();
      Workspace workspace = Workspace.open(world.checkout());
      Publisher publisher = world.publisher();
      Ending ending =
          ending(
              () ->
                  publisher.publish(
                      publisher.release(
                          workspace.config(workspace.environment(environment.name)),
                          workspace.charts())));
      assertThat(ending).isEqualTo(clashes ? Ending.PROBLEM : Ending.WELL);
      if (!clashes) {
        environment.publish(environment.config);
      }
    }
    comparison.mainMovedByPeople();
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
    Access access = world.access(real(model.newest()), trouble);
    Ending ending = ending(() -> goal.accept(access));
    world.mend();
    comparison.compare(forecast, ending);
    ModelGround.delete(access.scratch());
    forecast.moves.forEach(any -> count.accept(word));
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

  /** Nothing but a problem that says what to do may come of it. */
  private static Ending ending(Runnable work) {
    try {
      work.run();
      return Ending.WELL;
    } catch (ProblemException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.problems())
          .allSatisfy(problem -> assertThat(problem.remedy()).as(problem.text()).isNotBlank());
      return Ending.PROBLEM;
    } catch (ModelWorld.Killed e) {
      return Ending.KILLED;
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
