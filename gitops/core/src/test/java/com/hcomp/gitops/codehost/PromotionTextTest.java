package com.hcomp.gitops.codehost;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.Verdict;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people read before they approve, to the letter. */
@Tag("slow")
class PromotionTextTest {
  private static String golden(String name) throws IOException {
    try (InputStream stream = PromotionTextTest.class.getResourceAsStream("/codehost/" + name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Promotion with(Promotion promotion, List<Ruling> rulings, String diff) {
    return new Promotion(
        promotion.base(),
        promotion.release(),
        promotion.replaces(),
        promotion.from(),
        rulings,
        promotion.judged(),
        diff,
        promotion.whole());
  }

  private static Promotion usual() {
    return Scene.promotion("1.0.3", "4 m of 30 m");
  }

  @Test
  void aPromotion() throws IOException {
    List<Ruling> rulings = new ArrayList<>(usual().rulings());
    rulings.add(
        Scene.ruling(
            GateName.WINDOW,
            new Verdict.Wait(
                "opens on Monday at 08:00 Europe/Berlin",
                Optional.of(Instant.parse("2026-11-30T07:00:00Z")))));
    rulings.add(
        new Ruling(
            GateName.CHECK,
            "errors",
            new Verdict.Blocked(
                "0.03, must be below 0.01 for 10 m", "Look at the errors:\nmvn gitops:status"),
            rulings.get(0).place(),
            Optional.empty()));
    rulings.add(
        new Ruling(
            GateName.FREEZE,
            "freeze",
            new Verdict.Wait("End of the year", Optional.empty()),
            Optional.empty(),
            Optional.of("hotfix for #4711, agreed with @ops")));
    Proposal proposal = PromotionText.of(with(usual(), rulings, usual().diff()));
    assertThat(proposal.title())
        .isEqualTo("promote: prd-eu 1.0.3 <- stg 1.0.7 (app 1.4.3, chart 1.2.0)");
    assertThat(proposal.labels()).containsExactly("promotion", "environment:prd-eu");
    assertThat(proposal.body()).isEqualTo(golden("promotion.md"));
  }

  @Test
  void aFirstReleaseThatAPersonBumped() throws IOException {
    Release release = Scene.release("prd-us", "1.0.0", "1.2.0", "1.4.0");
    Proposal proposal =
        PromotionText.of(
            new Promotion(
                "main",
                release,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Scene.NOW,
                "",
                "nowhere"));
    assertThat(proposal.title()).isEqualTo("pin: prd-us 1.0.0 (app 1.4.0, chart 1.2.0)");
    assertThat(proposal.body()).isEqualTo(golden("first.md"));
  }

  @Test
  void aHandEditSaysWhatItReplaces() {
    Promotion edit =
        new Promotion(
            "main",
            usual().release(),
            usual().replaces(),
            Optional.empty(),
            List.of(),
            Scene.NOW,
            "",
            "nowhere");
    assertThat(edit.subject()).isEqualTo("pin: prd-eu 1.0.2 -> 1.0.3 (app 1.4.3, chart 1.2.0)");
  }

  @Test
  void severalComponentsMoveTogether() throws IOException {
    Release with = several("1.0.2", "1.0.0", "1.3.9");
    List<Component> components = new ArrayList<>(with.payload().components());
    components.add(component("hcomp-old", "0.9.0", "0.9.0"));
    Release before = new Release("prd-eu", with.pin(), new Payload(components));
    Release after = several("1.0.3", "1.0.0", "1.4.0");
    Proposal proposal =
        PromotionText.of(
            new Promotion(
                "main",
                after,
                Optional.of(before),
                Optional.of(several("1.0.7", "1.0.0", "1.4.0")),
                List.of(),
                Scene.NOW,
                "",
                "nowhere"));
    assertThat(proposal.body()).isEqualTo(golden("several.md"));
  }

  private static Release several(String version, String chart, String tag) {
    return new Release(
        "prd-eu",
        new Pin(new Version(version), Digest.of(version)),
        new Payload(
            List.of(component("hcomp-app", chart, tag), component("hcomp-jobs", "2.0.0", tag))));
  }

  private static Component component(String chart, String version, String tag) {
    return new Component(
        new ChartRef(chart, new Version(version)),
        Optional.empty(),
        Optional.of(chart + "-image"),
        Optional.of(new ImageRef(chart + "-image", tag, Digest.of(chart + tag))));
  }

  @Test
  void aLongDifferenceIsCutAndSaysWhereTheWholeIs() {
    String diff =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "+  - name: VARIABLE_" + i)
            .collect(Collectors.joining("\n"));
    Proposal proposal = PromotionText.of(with(usual(), usual().rulings(), diff));
    assertThat(proposal.body().length()).isBetween(60_000, 65_535);
    assertThat(proposal.body())
        .contains("5000 lines added, 0 removed.")
        .containsPattern(
            "\\*\\*Only the first \\d{4} of 5000 lines are here\\.\\*\\* The whole: `mvn"
                + " gitops:promote -Dgitops.to=prd-eu -Dgitops.dryRun` prints it\\.\n\n<!-- hcomp");
    assertThat(Marker.in(proposal.body())).contains(proposal.marker());
  }

  @Test
  void theWorstFitsToo() {
    String awful = "@all #1 | <img src=x> `x` \\ ![y](z) ".repeat(1000);
    List<Ruling> rulings = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rulings.add(
          new Ruling(
              GateName.CHECK,
              awful,
              new Verdict.Blocked(awful, awful),
              Optional.empty(),
              Optional.of(awful)));
    }
    Proposal proposal = PromotionText.of(with(usual(), rulings, awful));
    assertThat(proposal.body().length()).isLessThan(65_536);
    assertThat(proposal.body()).contains("more |").doesNotContain("<img", "![y](z)", "@all");
  }

  @Test
  void aDifferenceCannotLeaveItsBlockOfCode() {
    String diff = "+  text: |\n+    ```\n+    ````x\n+    @everybody\u0007\r\n";
    Proposal proposal = PromotionText.of(with(usual(), List.of(), diff));
    assertThat(proposal.body())
        .contains("\n`````diff\n+  text: |\n+    ```\n+    ````x\n+    @everybody\n`````\n");
  }

  @Test
  void aMarkerInTheDifferenceIsNotTakenForOurs() {
    Marker foreign = new Marker("prd-eu", Digest.of("a"), Digest.of("b"));
    Proposal proposal = PromotionText.of(with(usual(), List.of(), "+ " + foreign + "\n"));
    assertThat(Marker.in(proposal.body())).contains(proposal.marker());
  }

  @Test
  void onlyWhatPeopleJudgeBringsAnotherMarker() {
    Proposal now = Scene.proposal("1.0.3");
    Proposal later = PromotionText.of(Scene.promotion("1.0.3", "9 m of 30 m"));
    assertThat(later.marker()).isEqualTo(now.marker());
    assertThat(later.text()).isNotEqualTo(now.text());
    Ruling open = Scene.ruling(GateName.SOAK, new Verdict.Pass("30 m of 30 m"));
    Proposal soaked =
        PromotionText.of(with(usual(), List.of(usual().rulings().get(0), open), usual().diff()));
    assertThat(soaked.plan()).isEqualTo(now.plan());
    assertThat(soaked.marker()).isNotEqualTo(now.marker());
    Proposal otherDiff = PromotionText.of(with(usual(), usual().rulings(), "+ x\n"));
    assertThat(otherDiff.marker()).isNotEqualTo(now.marker());
  }

  @Test
  void thePlanIsThePayloadWhateverVersionCarriesIt() {
    Promotion first = usual();
    Promotion retried =
        new Promotion(
            "main",
            Scene.release("prd-eu", "1.0.4", "1.2.0", "1.4.3"),
            first.replaces(),
            first.from(),
            List.of(),
            Scene.NOW,
            "",
            "nowhere");
    assertThat(retried.plan()).isEqualTo(first.plan());
    Promotion other = Scene.promotion("1.0.4", "4 m of 30 m");
    assertThat(other.plan()).isNotEqualTo(first.plan());
  }
}
