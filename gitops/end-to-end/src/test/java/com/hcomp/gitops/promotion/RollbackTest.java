package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.promotion.Rollback.Order;
import com.hcomp.gitops.promotion.Rollback.Outcome;
import com.hcomp.gitops.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollbacks with a real registry, Git and Helm. */
@Tag("slow")
class RollbackTest {
  @TempDir Path folder;
  private Scene scene;
  private Pin one;
  private Pin two;

  @BeforeEach
  void start() throws Exception {
    scene = Scene.start(folder, Scene.THREE);
    one = scene.pin("prd-eu");
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    new Promote(scene.access()).run(new Promote.Order("prd-eu", Optional.empty(), Map.of()));
    two = scene.pin("prd-eu");
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private Outcome rollback(Optional<String> release) {
    return new Rollback(scene.access()).run(new Order("prd-eu", release));
  }

  private Outcome rollback() {
    return rollback(Optional.empty());
  }

  @Test
  void pinAndConfigModuleAreAsTheyWereAndNothingIsPublished() throws Exception {
    scene.pull();
    scene
        .repository()
        .replace("config-prd-eu/pom.xml", "</project>", "  <name>x</name>\n</project>");
    scene.push("a change of the build");
    List<String> published = scene.registry.tags("config/config-prd-eu");

    assertThat(rollback()).isInstanceOf(Outcome.RolledBack.class);

    assertThat(scene.pin("prd-eu")).isEqualTo(one);
    assertThat(scene.file("config-prd-eu/values.yaml")).contains("tag: \"one\"", "# How many.");
    assertThat(scene.file("config-prd-eu/Chart.yaml")).contains("version: 1.0.0\ndep");
    assertThat(scene.file("config-prd-eu/pom.xml"))
        .contains("<version>1.0.0</version>", "<name>x</name>");
    assertThat(scene.registry.tags("config/config-prd-eu")).isEqualTo(published);
    assertThat(scene.log().get(0))
        .isEqualTo("rollback: prd-eu 1.0.1 -> 1.0.0 (app one, chart 1.0.0)");
    assertThat(TestGit.run(scene.origin(), "show", "--format=", "--name-only", "main").lines())
        .containsExactlyInAnyOrder(
            "argocd-root/environments/prd-eu.yaml",
            "config-prd-eu/Chart.yaml",
            "config-prd-eu/pom.xml",
            "config-prd-eu/values.yaml");
  }

  @Test
  void whatWasLeftIsHeldAndTheNextVersionIsAboveIt() throws Exception {
    rollback();
    assertThat(scene.environment("prd-eu").held()).extracting(Held::pin).containsExactly(two);
    assertThat(scene.environment("prd-eu").held().get(0).payload()).isPresent();
    Promote.Order promote = new Promote.Order("prd-eu", Optional.empty(), Map.of());
    assertThatThrownBy(() -> new Promote(scene.access()).run(promote))
        .hasMessageContaining("PROMOTE-BLOCKED")
        .hasMessageContaining("held");

    scene.deliver("three");
    scene.clusters.sync("stg", Duration.ofHours(1));
    new Promote(scene.access()).run(promote);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.2");
    assertThat(scene.environment("prd-eu").held()).hasSize(1);
  }

  @Test
  void whatIsHeldAPersonPromotesByNameAndThenItIsNotHeldAnyMore() {
    rollback();
    new Promote(scene.access()).run(new Promote.Order("prd-eu", Optional.of("1.0.1"), Map.of()));
    // The same content is published already: the release is what it was.
    assertThat(scene.pin("prd-eu")).isEqualTo(two);
    assertThat(scene.environment("prd-eu").held()).isEmpty();
  }

  @Test
  void aSecondRollbackGoesNoFurther() {
    rollback();
    int commits = scene.log().size();
    assertThat(rollback()).isInstanceOf(Outcome.Already.class);
    assertThat(scene.log()).hasSize(commits);
  }

  @Test
  void aReleaseIsNamedByVersionOrDigest() {
    rollback(Optional.of("1.0.0"));
    assertThat(scene.pin("prd-eu")).isEqualTo(one);
    rollback(Optional.of(two.digest().value()));
    assertThat(scene.pin("prd-eu")).isEqualTo(two);
    assertThatThrownBy(() -> rollback(Optional.of("7.7.7")))
        .hasMessageContaining("NOT-IN-HISTORY")
        .hasMessageContaining("gitops:history -Dgitops.environment=prd-eu");
  }

  @Test
  void onlyTheReleaseIsHeldWhereThePayloadStays() throws Exception {
    scene.pull();
    scene.repository().replace("config-prd-eu/values.yaml", "replicas: 2", "replicas: 9");
    scene
        .repository()
        .replace("config-prd-eu/Chart.yaml", "version: 1.0.1\ndep", "version: 1.0.2\ndep");
    scene.repository().replace("config-prd-eu/pom.xml", "<version>1.0.1", "<version>1.0.2");
    scene.deliverAsItIs("two");
    new HandEdits(scene.access()).run(Map.of());
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.2");
    rollback();
    assertThat(scene.environment("prd-eu").held().get(0).payload()).isEmpty();
    assertThat(scene.file("config-prd-eu/values.yaml")).contains("replicas: 2");
  }

  @Test
  void anEnvironmentWithOneReleaseHasNoneBefore() {
    assertThatThrownBy(
            () -> new Rollback(scene.access()).run(new Order("prd-us", Optional.empty())))
        .hasMessageContaining("NO-RELEASE-BEFORE");
  }

  @Test
  void aFreezeOnlyWarns() throws Exception {
    scene.pull();
    scene
        .repository()
        .write(
            "argocd-root/promotion.yaml",
            Scene.THREE.replace(
                "  - name: prd-eu\n    from: stg\n",
                """
                  - name: prd-eu
                    from: stg
                    freezes:
                      - from: "2020-01-01T00:00"
                        to: "2999-01-01T00:00"
                        zone: Europe/Berlin
                        reason: always
                """));
    scene.push("freeze");
    List<String> warnings = new ArrayList<>();
    Report report =
        new Report() {
          @Override
          public void step(String topic, String text) {}

          @Override
          public void warning(String topic, String text) {
            warnings.add(text);
          }
        };
    new Rollback(scene.access(scene.checkout(), report, Milestones.unwatched()))
        .run(new Order("prd-eu", Optional.empty()));
    assertThat(scene.pin("prd-eu")).isEqualTo(one);
    assertThat(warnings).singleElement().asString().contains("a freeze is on", "always");
  }

  @Test
  void aPinThatWasMovedByHandIsLeftByWhatTheRegistryHolds() throws Exception {
    scene.pull();
    scene
        .repository()
        .replace(
            "argocd-root/environments/prd-eu.yaml",
            two.digest().value(),
            "sha256:" + "0".repeat(64));
    scene.push("by hand");
    rollback();
    assertThat(scene.pin("prd-eu")).isEqualTo(two);
  }
}
