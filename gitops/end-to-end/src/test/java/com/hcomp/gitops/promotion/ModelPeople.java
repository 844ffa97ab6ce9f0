package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.promotion.Forecast.Ending;
import com.hcomp.gitops.promotion.ModelEnvironment.Load;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What people and builds bring to main: in the world, and in the model. */
final class ModelPeople {
  private final ModelWorld world;
  private final PromotionModel model;
  private final ModelComparison comparison;
  private final Map<Load, Build> builds = new LinkedHashMap<>();

  ModelPeople(ModelWorld world, PromotionModel model, ModelComparison comparison)
      throws IOException, InterruptedException {
    this.world = world;
    this.model = model;
    this.comparison = comparison;
    builds.put(ModelGround.FIRST, world.build(ModelGround.FIRST));
  }

  void build(boolean newChart) throws IOException, InterruptedException {
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

  Build newest() {
    return real(model.newest());
  }

  private Build real(Load load) {
    return Optional.ofNullable(builds.get(load)).orElseThrow();
  }

  /** Gives staging the newest build as the local platform's deploy does. */
  Forecast deliver() {
    world.pull();
    Forecast forecast = new Forecast(model, ModelTrouble.none()).deliver();
    Workspace workspace = Workspace.open(world.checkout());
    Access access = world.access(newest(), ModelTrouble.none());
    Delivery delivery =
        new Delivery(
            workspace, access.publisher(), newest(), new Replacements(access)::of, Report.silent());
    Ending ending =
        ModelComparison.ending(
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
    return forecast;
  }

  void edit(ModelAction.Edit edit) throws IOException {
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

  void bump(ModelAction.Bump bump) {
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
          ModelComparison.ending(
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
}
