package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed (SIGKILL) after each step that others can see. */
@Tag("slow")
class CrashTest {
  private static final String POLICY =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
        - name: prd-us
          from: stg
          approval: pull-request
      """;

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void start() throws Exception {
    scene = Scene.start(folder, POLICY);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private void killed(Milestone last, String what, String environment) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledPromoter.class.getName(),
                scene.checkout().toString(),
                scene.registry.address().value(),
                scene.clusters.address().toString(),
                last.name(),
                what,
                environment));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("killed").isEqualTo(128 + 9);
  }

  /** No pin without its artifact, and no commit that holds half of it. */
  private void nothingIsHalfDone() {
    for (Environment environment : scene.environments()) {
      String module = environment.configModule();
      String version = environment.pin().orElseThrow().version().value();
      assertThat(scene.registry.digest("config/" + module, version))
          .hasValue(environment.pin().orElseThrow().digest());
      assertThat(scene.file(module + "/Chart.yaml")).contains("version: " + version + "\ndep");
      assertThat(scene.file(module + "/pom.xml")).contains("<version>" + version + "</version>");
    }
    assertThat(TestGit.run(scene.checkout(), "status", "--porcelain")).isEmpty();
  }

  @Test
  void promoting() throws Exception {
    String tag = "two";
    for (Milestone last :
        List.of(Milestone.PLANNED, Milestone.PUBLISHED, Milestone.COMMITTED, Milestone.PUSHED)) {
      int versions = scene.registry.tags("config/config-prd-eu").size();
      killed(last, "promote", "prd-eu");
      nothingIsHalfDone();
      new Promote(scene.access()).run(new Promote.Order("prd-eu", Optional.empty(), Map.of()));
      nothingIsHalfDone();
      assertThat(scene.file("config-prd-eu/values.yaml")).contains("tag: \"" + tag + "\"");
      // The release that was left is adopted, so one promotion makes one release.
      assertThat(scene.registry.tags("config/config-prd-eu")).hasSize(versions + 1);
      tag = "after-" + last.name().toLowerCase(Locale.ROOT);
      scene.deliver(tag);
      scene.clusters.sync("stg", Duration.ofHours(1));
    }
    assertThat(scene.log()).filteredOn(subject -> subject.startsWith("promote:")).hasSize(4);
  }

  @Test
  void askingPeople() throws Exception {
    for (Milestone last : List.of(Milestone.COMMITTED, Milestone.BRANCH_PUSHED)) {
      killed(last, "promote", "prd-us");
      nothingIsHalfDone();
    }
    new Promote(scene.access()).run(new Promote.Order("prd-us", Optional.empty(), Map.of()));
    assertThat(TestGit.run(scene.origin(), "log", "-1", "--format=%s", "promote/prd-us"))
        .isEqualTo("promote: prd-us 1.0.1 <- stg 1.0.1 (app two, chart 1.0.0)");
    assertThat(scene.registry.tags("config/config-prd-us")).containsExactly("1.0.0", "1.0.1");
    assertThat(scene.version("prd-us").value()).isEqualTo("1.0.0");
  }

  @Test
  void rollingBack() throws Exception {
    new Promote(scene.access()).run(new Promote.Order("prd-eu", Optional.empty(), Map.of()));
    killed(Milestone.COMMITTED, "rollback", "prd-eu");
    nothingIsHalfDone();
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    killed(Milestone.PUSHED, "rollback", "prd-eu");
    nothingIsHalfDone();
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    new Rollback(scene.access()).run(new Rollback.Order("prd-eu", Optional.empty()));
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    assertThat(scene.log()).filteredOn(subject -> subject.startsWith("rollback:")).hasSize(1);
  }
}
