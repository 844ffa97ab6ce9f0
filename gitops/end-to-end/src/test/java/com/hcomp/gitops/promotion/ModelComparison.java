package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.helm.ChartArchive;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import com.hcomp.gitops.promotion.ModelWorld.Landed;
import com.hcomp.gitops.workspace.EnvironmentFile;
import com.hcomp.gitops.workspace.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares the world with the model, and holds the invariants of docs/design.md. */
final class ModelComparison {
  private final ModelWorld world;
  private final PromotionModel model;
  private final Map<String, Map<String, Digest>> published = new TreeMap<>();
  private String main = "";

  ModelComparison(ModelWorld world, PromotionModel model) {
    this.world = world;
    this.model = model;
  }

  void begin() throws IOException {
    for (String name : PromotionModel.NAMES) {
      published.put(name, world.tags(name));
    }
    main = world.main();
    sameFiles();
  }

  /** What people merge is their own affair; what it comes to is not. */
  void mainMovedByPeople() {
    try {
      if (!main.equals(world.main())) {
        main = world.main();
        sameFiles();
      }
      samePublished();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After a goal: it came to what the model expected, and to nothing else. */
  void compare(Forecast forecast, Forecast.Ending ending) throws IOException {
    String before = main;
    String now = world.main();
    List<Landed> landed = now.equals(before) ? List.of() : world.landedSince(before);
    List<String> moved = new ArrayList<>();
    String parent = before;
    for (Landed commit : landed) {
      assertThat(commit.parent()).as("main goes forward, commit by commit").isEqualTo(parent);
      parent = commit.id();
      moved.add(environmentOf(commit));
    }
    assertThat(moved).as("pins that moved").containsExactlyInAnyOrderElementsOf(forecast.moves);
    assertThat(ending).as("how it ended").isEqualTo(forecast.ending);
    samePublished();
    if (!landed.isEmpty()) {
      publishedBeforePinned(landed);
      world.stamp(landed);
      main = world.main();
      sameFiles();
    }
  }

  /** A commit touches the files of one environment, its pin among them. */
  private static String environmentOf(Landed commit) {
    List<String> names =
        PromotionModel.NAMES.stream()
            .filter(
                name ->
                    commit.paths().stream()
                        .allMatch(
                            path ->
                                path.equals(pinFile(name))
                                    || path.startsWith("config-" + name + "/")))
            .toList();
    assertThat(names).as("whose files are " + commit.paths()).hasSize(1);
    assertThat(commit.paths()).contains(pinFile(names.get(0)));
    return names.get(0);
  }

  private static String pinFile(String name) {
    return "argocd-root/environments/" + name + ".yaml";
  }

  /** Whatever a commit pins, the registry had when Git took that commit. */
  private void publishedBeforePinned(List<Landed> landed) throws IOException {
    for (Landed commit : landed) {
      List<String> names =
          PromotionModel.NAMES.stream().map(name -> commit.id() + ":" + pinFile(name)).toList();
      for (Map.Entry<String, String> file : world.files(names).entrySet()) {
        Pin pin = environment(file.getKey(), file.getValue()).pin().orElseThrow();
        assertThat(world.wasPublishedAtPush(commit.id(), pin.digest()))
            .as("published before it was pinned: " + pin + " in " + file.getKey())
            .isTrue();
      }
    }
  }

  private static Environment environment(String name, String text) {
    return EnvironmentFile.read(
        YamlFile.of(Path.of(name.substring(name.lastIndexOf('/') + 1)), text), "hcomp");
  }

  /** A tag means one digest for ever; and there is nothing but what the model knows of. */
  private void samePublished() throws IOException {
    for (String name : PromotionModel.NAMES) {
      Map<String, Digest> now = world.tags(name);
      Map<String, Digest> before = Optional.ofNullable(published.put(name, now)).orElseThrow();
      assertThat(now).as("what is published never changes").containsAllEntriesOf(before);
      Map<Integer, Made> known = model.environment(name).published;
      assertThat(now.keySet())
          .as("releases of " + name)
          .containsExactlyInAnyOrderElementsOf(
              known.keySet().stream().map(number -> "1.0." + number).toList());
      for (Made made : known.values()) {
        Digest digest = Optional.ofNullable(now.get("1.0." + made.version())).orElseThrow();
        if (!before.containsKey("1.0." + made.version())) {
          sameContent(name, made, digest);
        }
      }
    }
  }

  private void sameContent(String name, Made made, Digest digest) {
    ChartArchive archive =
        ChartArchive.read(world.registry.chartArchive("config/config-" + name, digest), name);
    assertThat(archive.version()).isEqualTo(new Version("1.0." + made.version()));
    sameModule(made, text(archive, "Chart.yaml"), text(archive, "values.yaml"));
    assertThat(text(archive, "charts/hcomp-app/Chart.yaml"))
        .contains("version: 1.0." + made.load().chart());
  }

  private static String text(ChartArchive archive, String file) {
    return new String(
        Optional.ofNullable(archive.files().get(file)).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static void sameModule(Made made, String chart, String values) {
    YamlFile read = YamlFile.of(Path.of("Chart.yaml"), chart);
    assertThat(read.scalar("version")).hasValue("1.0." + made.version());
    assertThat(read.scalar("dependencies", "[name=hcomp-app]", "version"))
        .hasValue("1.0." + made.load().chart());
    YamlFile own = YamlFile.of(Path.of("values.yaml"), values);
    assertThat(own.scalar("hcomp-app", "image", "tag")).hasValue(made.load().image());
    assertThat(own.scalar("hcomp-app", "replicas")).hasValue("" + made.replicas());
  }

  /** What main says of every environment. */
  private void sameFiles() {
    List<String> names = new ArrayList<>();
    for (String name : PromotionModel.NAMES) {
      names.add("main:" + pinFile(name));
      names.add("main:config-" + name + "/Chart.yaml");
      names.add("main:config-" + name + "/values.yaml");
    }
    List<String> files = List.copyOf(world.files(names).values());
    for (int i = 0; i < PromotionModel.NAMES.size(); i++) {
      ModelEnvironment known = model.environment(PromotionModel.NAMES.get(i));
      samePin(known, environment(names.get(3 * i), files.get(3 * i)));
      sameModule(known.config, files.get(3 * i + 1), files.get(3 * i + 2));
    }
  }

  private void samePin(ModelEnvironment known, Environment found) {
    Pin pin = found.pin().orElseThrow();
    assertThat(pin).as("pin of " + known.name).isEqualTo(pin(known, known.pinned()));
    assertThat(found.replaced())
        .as("replaced in " + known.name)
        .extracting(each -> each.pin() + " " + each.soaked())
        .containsExactlyElementsOf(
            known.replaced.stream()
                .map(each -> pin(known, each.made()) + " " + each.soaked())
                .toList());
    assertThat(found.held())
        .as("held in " + known.name)
        .extracting(each -> each.pin() + " " + each.payload().isPresent())
        .containsExactlyElementsOf(
            known.held.stream()
                .map(each -> pin(known, each.made()) + " " + each.withPayload())
                .toList());
  }

  /** Version and digest, as the registry has them. */
  private Pin pin(ModelEnvironment known, Made made) {
    return new Pin(new Version("1.0." + made.version()), world.digest(known.name, made));
  }

  /** Nothing but a problem that says what to do may come of it. */
  static Forecast.Ending ending(Runnable work) {
    try {
      work.run();
      return Forecast.Ending.WELL;
    } catch (ProblemException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.problems())
          .allSatisfy(problem -> assertThat(problem.remedy()).as(problem.text()).isNotBlank());
      return Forecast.Ending.PROBLEM;
    } catch (ModelWorld.Killed e) {
      return Forecast.Ending.KILLED;
    }
  }
}
