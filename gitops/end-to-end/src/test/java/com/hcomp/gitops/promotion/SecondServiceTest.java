package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.model.Pin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service is added to environments that run something already. */
@Tag("slow")
class SecondServiceTest {
  private static final String SOAK =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
          soak: PT30M
      """;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Scene scene;

  @BeforeEach
  void start() throws Exception {
    scene = Scene.start(folder, SOAK, "stg", "prd-eu");
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void theFirstEnvironmentTakesItAndPromotionsBringItToTheOthers() throws Exception {
    Pin before = scene.pin("prd-eu");
    addGreeter();
    scene.deliver("two");
    assertThat(images("stg")).isEqualTo("app-service:two, greeter-service:two");
    assertThat(scene.pin("prd-eu")).isEqualTo(before);
    assertThat(scene.registry.tags("config/config-prd-eu")).containsExactly("1.0.0");

    scene.clusters.sync("stg", Duration.ofHours(1));
    assertThat(new Advance(scene.access()).run().done()).hasSize(1);
    assertThat(images("prd-eu")).isEqualTo("app-service:two, greeter-service:two");
    assertThat(scene.file("config-prd-eu/Chart.yaml")).contains("alias: greeter");
  }

  @Test
  void whatSoakedWithoutItIsPassedOver() throws Exception {
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(50));
    addGreeter();
    scene.deliver("three");
    scene.clusters.sync("stg", Duration.ofMinutes(5));
    assertThat(scene.environment("stg").replaced()).isNotEmpty();

    Advance.Result result = new Advance(scene.access()).run();
    assertThat(result.done()).isEmpty();
    assertThat(result.waiting())
        .singleElement()
        .satisfies(
            waiting ->
                assertThat(waiting.rulings())
                    .filteredOn(ruling -> !ruling.isOpen())
                    .extracting(Ruling::subject)
                    .containsExactly("soak"));
  }

  private String images(String environment) {
    Situation situation = Situation.now(scene.access());
    return situation.pinned(situation.environment(environment)).orElseThrow().payload().images();
  }

  /** As a person does it, on top of what was released. */
  private void addGreeter() throws IOException {
    scene.pull();
    for (String module : List.of("config-stg", "config-prd-eu")) {
      scene
          .repository()
          .replace(
              module + "/Chart.yaml",
              "    version: 1.0.0\n",
              "    version: 1.0.0\n  - name: hcomp-app\n    alias: greeter\n    version: 1.0.0\n");
      scene
          .repository()
          .write(
              module + "/values.yaml",
              scene.repository().read(module + "/values.yaml")
                  + "greeter:\n  image:\n    repository: greeter-service\n");
    }
    scene.push("Add the service greeter");
  }
}
