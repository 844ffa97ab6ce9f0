package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.promotion.Promote.Order;
import com.hcomp.gitops.promotion.Promote.Outcome;
import com.hcomp.gitops.report.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promotions with a real registry, Git and Helm. */
@Tag("slow")
class PromoteTest {
  private static final String SOAK =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
          soak: PT30M
        - name: prd-us
          from: prd-eu
      """;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Scene scene;

  @AfterEach
  void stop() {
    scene.close();
  }

  private static Order to(String environment) {
    return new Order(environment, Optional.empty(), Map.of());
  }

  private Outcome promote(Order order) {
    return new Promote(scene.access()).run(order);
  }

  @Test
  void whatIsLiveUpstreamIsCarriedAndAllElseIsTheTargetsOwn() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.repository().replace("config-prd-eu/values.yaml", "# How many.", "# Ours, kept.");
    scene.push("a comment");
    scene.clusters.sync("stg", Duration.ofHours(1));
    String us = scene.file("argocd-root/environments/prd-us.yaml");

    assertThat(promote(to("prd-eu"))).isInstanceOf(Outcome.Promoted.class);

    assertThat(scene.version("prd-eu")).isEqualTo(new Version("1.0.1"));
    assertThat(scene.registry.digest("config/config-prd-eu", "1.0.1"))
        .hasValue(scene.pin("prd-eu").digest());
    assertThat(scene.file("config-prd-eu/values.yaml"))
        .contains("tag: \"two\"", "# Ours, kept.", "replicas: 2");
    assertThat(scene.file("argocd-root/environments/prd-us.yaml")).isEqualTo(us);
    assertThat(TestGit.run(scene.origin(), "show", "--format=", "--name-only", "main").lines())
        .containsExactlyInAnyOrder(
            "argocd-root/environments/prd-eu.yaml",
            "config-prd-eu/Chart.yaml",
            "config-prd-eu/pom.xml",
            "config-prd-eu/values.yaml");
    assertThat(TestGit.run(scene.origin(), "log", "-1", "--format=%B", "main"))
        .startsWith("promote: prd-eu 1.0.1 <- stg 1.0.1 (app two, chart 1.0.0)\n\nRelease: ")
        .contains("\nDigest: " + scene.pin("prd-eu").digest())
        .contains("\nFrom: stg 1.0.1 " + scene.pin("stg").digest())
        .contains("\nGate: soak pass: 1 h of 30 m")
        .contains("\nActor: A Person");
  }

  @Test
  void whatItReplacesStaysACandidateForTheNext() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    promote(to("prd-eu"));
    assertThat(scene.environment("prd-eu").replaced())
        .singleElement()
        .satisfies(
            replaced -> {
              assertThat(replaced.pin().version()).isEqualTo(new Version("1.0.0"));
              assertThat(replaced.soaked()).isBetween(Duration.ofHours(2), Duration.ofMinutes(121));
            });
  }

  @Test
  void aSecondTimeThereIsNothingToDo() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    promote(to("prd-eu"));
    int commits = scene.log().size();
    assertThat(promote(to("prd-eu"))).isInstanceOf(Outcome.Already.class);
    assertThat(scene.log()).hasSize(commits);
    assertThat(scene.registry.tags("config/config-prd-eu")).containsExactly("1.0.0", "1.0.1");
  }

  @Test
  void aSoakThatIsNotOverHoldsItBackAndSaysUntilWhen() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(4));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Access access =
        scene.access(
            scene.checkout(),
            new Console(new PrintStream(output, true, StandardCharsets.UTF_8)),
            Milestones.unwatched());
    assertThatThrownBy(() -> new Promote(access).run(to("prd-eu")))
        .hasMessageMatching(
            "(?s)PROMOTE-WAIT  prd-eu waits for soak until [0-9:]{8}\\. \\(.*promotion.yaml:5\\).*")
        .hasMessageContaining(
            "mvn gitops:promote -Dgitops.to=prd-eu -Dgitops.override=soak"
                + " -Dgitops.reason=\"...\"");
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("[gitops] promote    prd-eu <- stg 1.0.1: app two, chart 1.0.0\n")
        .contains("  pass   upstream   stg runs 1.0.1 (")
        .contains("  wait   soak       4 m ");
    assertThat(scene.version("prd-eu")).isEqualTo(new Version("1.0.0"));
    assertThat(scene.registry.tags("config/config-prd-eu")).containsExactly("1.0.0");
  }

  @Test
  void aPersonGoesPastOneGateAndTheCommitSaysWhy() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(4));
    promote(new Order("prd-eu", Optional.empty(), Map.of(GateName.SOAK, "a leak\nActor: nobody")));
    assertThat(scene.version("prd-eu")).isEqualTo(new Version("1.0.1"));
    assertThat(TestGit.run(scene.origin(), "log", "-1", "--format=%B", "main"))
        .contains("\nOverride: soak\nReason: a leak Actor: nobody\nActor: A Person");
  }

  @Test
  void whatIsNotLiveUpstreamIsNotPromoted() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    assertThatThrownBy(() -> promote(to("prd-eu"))).hasMessageContaining("PROMOTE-WAIT");
    scene.clusters.sync("stg", Duration.ofHours(1));
    scene.clusters.health("stg", "Degraded");
    assertThatThrownBy(() -> promote(to("prd-eu")))
        .hasMessageContaining("PROMOTE-BLOCKED")
        .hasMessageContaining("upstream");
  }

  @Test
  void anOlderReleaseIsPromotedByName() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    scene.deliver("three");
    assertThatThrownBy(() -> promote(new Order("prd-eu", Optional.of("9.9.9"), Map.of())))
        .hasMessageContaining("NOT-A-CANDIDATE")
        .hasMessageContaining("1.0.2   runs there");
  }

  @Test
  void aReleaseThatAKilledRunLeftIsAdopted() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    Access dying =
        scene.access(
            milestone -> {
              if (milestone == Milestones.Milestone.PUBLISHED) {
                throw new IllegalStateException("killed");
              }
            });
    assertThatThrownBy(() -> new Promote(dying).run(to("prd-eu"))).hasMessage("killed");
    assertThat(scene.registry.tags("config/config-prd-eu")).containsExactly("1.0.0", "1.0.1");
    promote(to("prd-eu"));
    assertThat(scene.registry.tags("config/config-prd-eu")).containsExactly("1.0.0", "1.0.1");
    assertThat(scene.version("prd-eu")).isEqualTo(new Version("1.0.1"));
  }

  @Test
  void theCommitsOfOthersAreKept() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    Path other = scene.clone("other");
    TestGit.run(other, "config", "user.name", "Other");
    TestGit.run(other, "config", "user.email", "other@example.com");
    boolean[] once = {true};
    Access raced =
        scene.access(
            milestone -> {
              if (milestone == Milestones.Milestone.COMMITTED && once[0]) {
                once[0] = false;
                TestGit.run(other, "commit", "--quiet", "--allow-empty", "-m", "somebody else's");
                TestGit.run(other, "push", "--quiet", "origin", "HEAD:main");
              }
            });
    new Promote(raced).run(to("prd-eu"));
    assertThat(scene.log().get(0)).startsWith("promote: prd-eu 1.0.1");
    assertThat(scene.log().get(1)).isEqualTo("somebody else's");
  }

  @Test
  void aPlanShowsFilesAndManifestsAndTouchesNothing() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    String main = TestGit.run(scene.origin(), "rev-parse", "main");
    Plan plan = new Promote(scene.access()).plan(to("prd-eu"));
    assertThat(plan.files()).contains("-    tag: \"one\"", "+    tag: \"two\"");
    assertThat(plan.rendered())
        .contains("--- ConfigMap hcomp-prd-eu/hcomp-app")
        .contains("+  image: \"sha256:");
    assertThat(TestGit.run(scene.origin(), "rev-parse", "main")).isEqualTo(main);
    assertThat(scene.registry.tags("config/config-prd-eu")).containsExactly("1.0.0");
  }

  @Test
  void theFirstEnvironmentTakesWhatWasBuiltLastAndNothingThatARollbackLeft() throws Exception {
    scene = Scene.start(folder, SOAK);
    scene.build("two");
    assertThat(promote(to("stg"))).isInstanceOf(Outcome.Promoted.class);
    assertThat(scene.file("config-stg/values.yaml")).contains("tag: \"two\"");
    assertThat(scene.log().get(0)).isEqualTo("pin: stg 1.0.0 -> 1.0.1 (app two, chart 1.0.0)");
    assertThat(scene.environment("stg").replaced()).hasSize(1);
    assertThat(promote(to("stg"))).isInstanceOf(Outcome.Already.class);

    new Rollback(scene.access()).run(new Rollback.Order("stg", Optional.empty()));
    assertThatThrownBy(() -> promote(to("stg")))
        .hasMessageContaining("PROMOTE-BLOCKED")
        .hasMessageContaining("held");
    scene.build("three");
    assertThat(promote(to("stg"))).isInstanceOf(Outcome.Promoted.class);
    assertThat(scene.version("stg").value()).isEqualTo("1.0.2");
  }
}
