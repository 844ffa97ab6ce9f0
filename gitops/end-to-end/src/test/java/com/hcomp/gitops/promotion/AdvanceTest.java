package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.argocd.FakeArgoCd;
import com.hcomp.gitops.gate.Ruling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advancing with a real registry, Git and Helm. */
@Tag("slow")
class AdvanceTest {
  private static final String SOAK =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
          soak: PT30M
        - name: prd-us
          from: stg
          soak: PT3H
        - name: prd-ap
          from: prd-eu
      """;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Scene scene;

  @AfterEach
  void stop() {
    scene.close();
  }

  private void start(String promotion) throws Exception {
    scene = Scene.start(folder, promotion, "stg", "prd-eu", "prd-us", "prd-ap");
  }

  private Advance.Result advance() {
    return new Advance(scene.access()).run();
  }

  @Test
  void whatMayGoGoesAndWhatMustWaitIsNoFailure() throws Exception {
    start(SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    Advance.Result result = advance();
    assertThat(result.done()).hasSize(1);
    assertThat(result.waiting())
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.title()).isEqualTo("prd-us <- stg 1.0.1: app two, chart 1.0.0");
              assertThat(waiting.rulings())
                  .filteredOn(ruling -> !ruling.isOpen())
                  .extracting(Ruling::subject)
                  .containsExactly("soak");
            });
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    assertThat(scene.version("prd-us").value()).isEqualTo("1.0.0");

    // Its own cluster has it not yet, so it goes no further.
    int commits = scene.log().size();
    assertThat(advance().done()).isEmpty();
    assertThat(scene.log()).hasSize(commits);

    scene.clusters.sync("prd-eu", Duration.ofMinutes(1));
    assertThat(advance().done()).hasSize(1);
    assertThat(scene.version("prd-ap").value()).isEqualTo("1.0.1");
  }

  @Test
  void nothingNewIsNothingToDoAndAsksForOneListAtMost() throws Exception {
    start(SOAK);
    int asked = scene.clusters.requests().size();
    Advance.Result result = advance();
    assertThat(result.done()).isEmpty();
    assertThat(result.waiting()).isEmpty();
    assertThat(scene.clusters.requests().size() - asked).isLessThanOrEqualTo(1);
  }

  @Test
  void aReleaseThatSoakedBeforeItWasReplacedIsPromotedWhileItsSuccessorSoaks() throws Exception {
    start(SOAK.replace("PT3H", "PT40M"));
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(50));
    scene.deliver("three");
    scene.clusters.sync("stg", Duration.ofMinutes(5));
    advance();
    assertThat(scene.file("config-prd-eu/values.yaml")).contains("tag: \"two\"");
    assertThat(scene.file("config-prd-us/values.yaml")).contains("tag: \"two\"");
    assertThat(scene.log()).filteredOn(subject -> subject.startsWith("promote: ")).hasSize(2);
    assertThat(advance().done()).isEmpty();
  }

  @Test
  void withoutArgoCdNothingGoesOnNotEvenWhatSoakedBefore() throws Exception {
    start(SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(50));
    scene.deliver("three");
    scene.clusters.answerInstead(Optional.of(new FakeArgoCd.Answer(500, "out of order")));
    assertThatThrownBy(this::advance).hasMessageContaining("ARGOCD-");
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    scene.clusters.answerInstead(Optional.empty());
    assertThat(advance().done()).hasSize(1);
    assertThat(scene.file("config-prd-eu/values.yaml")).contains("tag: \"two\"");
    // Which it could not have told before.
    assertThat(scene.environment("prd-eu").replaced()).hasSize(1);
  }

  @Test
  void whereNothingDependsOnArgoCdItsOutageIsNoFailure() throws Exception {
    scene = Scene.start(folder, "environments:\n  - name: stg\n", "stg");
    scene.clusters.answerInstead(Optional.of(new FakeArgoCd.Answer(500, "out of order")));
    Advance.Result result = advance();
    assertThat(result.done()).isEmpty();
    assertThat(result.waiting()).isEmpty();
  }

  @Test
  void whatARollbackLeftComesBackToNobody() throws Exception {
    start(SOAK.replace("PT3H", "PT30M"));
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(31));
    new Promote(scene.access()).run(new Promote.Order("prd-eu", Optional.empty(), Map.of()));
    scene.clusters.sync("prd-eu", Duration.ofMinutes(5));
    new Rollback(scene.access()).run(new Rollback.Order("prd-eu", Optional.empty()));
    scene.clusters.sync("prd-eu", Duration.ZERO);
    int commits = scene.log().size();
    Advance.Result result = advance();
    assertThat(result.done()).isEmpty();
    assertThat(result.waiting())
        .extracting(waiting -> waiting.environment().name())
        .containsExactly("prd-eu", "prd-us");
    assertThat(scene.log()).hasSize(commits);
  }

  @Test
  void anOlderReleaseNeverFollowsANewerOne() throws Exception {
    start(SOAK);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    advance();
    // Staging goes back: production is ahead of it then.
    new Rollback(scene.access()).run(new Rollback.Order("stg", Optional.empty()));
    scene.clusters.sync("stg", Duration.ofHours(1));
    assertThat(advance().done()).isEmpty();
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
  }

  @Test
  void aWaveStopsForWhatBrokeOneOfIt() throws Exception {
    start(SOAK.replace("PT3H", "PT2M"));
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(10));
    new Promote(scene.access()).run(new Promote.Order("prd-us", Optional.empty(), Map.of()));
    scene.clusters.sync("prd-us", Duration.ofMinutes(5));
    scene.clusters.health("prd-us", "Degraded");
    scene.clusters.sync("stg", Duration.ofHours(2));
    Advance.Result result = advance();
    assertThat(result.done()).isEmpty();
    assertThat(result.waiting().get(0).rulings())
        .filteredOn(ruling -> !ruling.isOpen())
        .extracting(Ruling::subject)
        .contains("wave");
  }

  @Test
  void oneThatFailsIsToldWhenTheOthersAreDone() throws Exception {
    start(SOAK.replace("PT3H", "PT30M"));
    scene.deliver("two");
    scene.repository().replace("config-prd-us/Chart.yaml", "name: hcomp-app", "name: other");
    scene.repository().replace("config-prd-us/values.yaml", "hcomp-app:", "other:");
    scene.push("another chart");
    scene.clusters.sync("stg", Duration.ofHours(1));
    assertThatThrownBy(this::advance)
        .hasMessageContaining("PAYLOAD-DIFFERS")
        .hasMessageContaining("config-prd-us lacks hcomp-app and has other");
    assertThat(scene.version("prd-us").value()).isEqualTo("1.0.0");
  }

  @Test
  void twiceAtOnceEachPromotionLandsOnce() throws Exception {
    start(SOAK.replace("PT3H", "PT30M"));
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    Path one = scene.clone("one");
    Path two = scene.clone("two");
    java.util.List.of(one, two).parallelStream()
        .forEach(
            clone ->
                new Advance(
                        scene.access(
                            clone, com.hcomp.gitops.report.Report.silent(), Milestones.unwatched()))
                    .run());
    assertThat(scene.log()).filteredOn(subject -> subject.startsWith("promote: ")).hasSize(2);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    assertThat(scene.version("prd-us").value()).isEqualTo("1.0.1");
  }
}
