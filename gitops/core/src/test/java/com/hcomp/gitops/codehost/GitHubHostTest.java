package com.hcomp.gitops.codehost;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.codehost.FakeGitHub.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pull request for each environment: opened, kept up to date, closed. */
@Tag("slow")
class GitHubHostTest {
  @TempDir private Path folder;
  private Scene scene;

  @BeforeEach
  void start() throws IOException {
    scene = new Scene(folder);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void aPullRequestIsOpenedWithAllThatPeopleNeed() {
    Proposal proposal = Scene.proposal("1.0.3");
    Proposed proposed = scene.host.propose(proposal, false);
    assertThat(proposed).isInstanceOf(Proposed.Opened.class);
    PullRequest opened = scene.host.find("prd-eu").orElseThrow();
    assertThat(opened).isEqualTo(((Proposed.Opened) proposed).pullRequest());
    assertThat(opened.number()).isEqualTo(1);
    assertThat(opened.base()).isEqualTo("main");
    assertThat(opened.head()).isEqualTo(scene.git("rev-parse", "promote/prd-eu"));
    assertThat(opened.title())
        .isEqualTo("promote: prd-eu 1.0.3 <- stg 1.0.7 (app 1.4.3, chart 1.2.0)");
    assertThat(opened.labels()).containsExactly("promotion", "environment:prd-eu");
    assertThat(opened.body()).isEqualTo(proposal.body());
    assertThat(opened.plan()).contains(proposal.plan());
    assertThat(opened.state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(opened.author()).isEqualTo(FakeGitHub.APP);
  }

  @Test
  void figuresThatOnlyTimeChangesDontWriteItAnew() {
    scene.opened();
    scene.gitHub.forgetRequests();
    Proposal later = PromotionText.of(Scene.promotion("1.0.3", "9 m of 30 m"));
    assertThat(scene.host.propose(later, false)).isInstanceOf(Proposed.Unchanged.class);
    assertThat(scene.gitHub.requests()).allMatch(request -> request.startsWith("GET "));
    assertThat(scene.host.find("prd-eu").orElseThrow().body()).contains("4 m of 30 m");
  }

  @Test
  void aNewPlanBringsTheOpenOneUpToDate() throws IOException {
    PullRequest before = scene.opened();
    String head = scene.push("prd-eu", "1.0.4");
    scene.gitHub.with(state -> state.find(1).orElseThrow().labels.remove("promotion"));
    Proposal proposal = Scene.proposal("1.0.4");
    Proposed proposed = scene.host.propose(proposal, false);
    assertThat(proposed).isInstanceOf(Proposed.Updated.class);
    PullRequest now = ((Proposed.Updated) proposed).pullRequest();
    assertThat(now.number()).isEqualTo(before.number());
    assertThat(now.head()).isEqualTo(head);
    assertThat(now.title()).contains("prd-eu 1.0.4");
    assertThat(now.body()).isEqualTo(proposal.body());
    assertThat(now.labels()).containsExactlyInAnyOrder("promotion", "environment:prd-eu");
  }

  @Test
  void labelsAndTitlesOfPeopleAreTreatedAsTheyShould() {
    scene.opened();
    scene.gitHub.with(
        state -> {
          FakePullRequest pullRequest = state.find(1).orElseThrow();
          pullRequest.labels.add("urgent");
          pullRequest.title = "Something else";
        });
    // The title becomes the subject of the commit, so it is ours; a label more is nobody's harm.
    assertThat(scene.host.propose(Scene.proposal("1.0.3"), false))
        .isInstanceOf(Proposed.Updated.class);
    PullRequest now = scene.host.find("prd-eu").orElseThrow();
    assertThat(now.title()).startsWith("promote: prd-eu 1.0.3");
    assertThat(now.labels()).contains("urgent");
  }

  @Test
  void itIsBroughtToAnotherBase() {
    scene.opened();
    scene.git("branch", "release", "main");
    Promotion other = Scene.promotion("1.0.3", "4 m of 30 m");
    Promotion moved =
        new Promotion(
            "release",
            other.release(),
            other.replaces(),
            other.from(),
            other.rulings(),
            other.judged(),
            other.diff(),
            other.whole());
    assertThat(scene.host.propose(PromotionText.of(moved), false))
        .isInstanceOf(Proposed.Updated.class);
    assertThat(scene.host.find("prd-eu").orElseThrow().base()).isEqualTo("release");
  }

  @Test
  void aForksBranchOfTheSameNameIsNotOurs() {
    scene.gitHub.with(
        state ->
            state.pullRequests.add(
                new FakePullRequest(
                    1, "mallory", "mallory/hcomp", "promote/prd-eu", "main", "Trust me", "")));
    assertThat(scene.host.find("prd-eu")).isEmpty();
    assertThat(scene.host.open()).isEmpty();
    // An organization can fork its own repository: the owner is the same then.
    scene.gitHub.with(
        state ->
            state.pullRequests.add(
                new FakePullRequest(
                    2, "mallory", "acme/hcomp-copy", "promote/prd-eu", "main", "Trust me", "")));
    assertThat(scene.host.find("prd-eu")).isEmpty();
    assertThat(scene.host.open()).isEmpty();
  }

  @Test
  void openOnesAreFoundAmongManyOthers() throws IOException {
    scene.push("prd-us", "1.0.3");
    scene.gitHub.with(
        state -> {
          for (int number = 1; number <= 150; number++) {
            String repository = number == 20 ? state.name : "somebody/hcomp";
            String branch = number == 20 ? "promote/prd-us" : "feature/" + number;
            state.pullRequests.add(
                new FakePullRequest(number, "somebody", repository, branch, "main", "Change", ""));
          }
        });
    assertThat(scene.host.open().keySet()).containsExactly("prd-us");
    assertThat(scene.gitHub.requests().stream().filter(each -> each.endsWith("/pulls")).count())
        .as("pages of a hundred")
        .isEqualTo(2);
  }

  @Test
  void anOvertakenOneIsClosedAndToldWhy() {
    PullRequest opened = scene.opened();
    scene.host.close(opened, "Overtaken: prd-eu was rolled back.");
    assertThat(scene.host.find("prd-eu")).isEmpty();
    assertThat(scene.gitHub.comments(1)).containsExactly("Overtaken: prd-eu was rolled back.");
    scene.host.close(opened, "Overtaken again.");
    assertThat(scene.gitHub.comments(1)).hasSize(1);
    // It was closed by us, so the same plan may come again.
    assertThat(scene.host.propose(Scene.proposal("1.0.3"), false))
        .isInstanceOf(Proposed.Opened.class);
  }

  @Test
  void whatAPersonHasClosedIsNotOpenedAgainByItself() throws IOException {
    scene.opened();
    scene.gitHub.close(1);
    Proposed declined = scene.host.propose(Scene.proposal("1.0.3"), false);
    assertThat(declined).isInstanceOf(Proposed.Declined.class);
    assertThat(((Proposed.Declined) declined).pullRequest().number()).isEqualTo(1);
    assertThat(scene.gitHub.pullRequests()).isEqualTo(1);
    // A person may want it all the same, and another payload is another question.
    scene.push("prd-eu", "1.0.4");
    assertThat(scene.host.propose(Scene.proposal("1.0.4"), false))
        .isInstanceOf(Proposed.Opened.class);
    scene.gitHub.close(2);
    assertThat(scene.host.propose(Scene.proposal("1.0.4"), true))
        .isInstanceOf(Proposed.Opened.class);
  }

  @Test
  void whatWasMergedOnceCanBeAskedForAgain() throws IOException {
    assertThat(scene.host.merge(scene.opened(), "message")).isInstanceOf(MergeOutcome.Merged.class);
    scene.mainMoves("argocd-root/environments/prd-eu.yaml", "version: 1.0.2\n");
    scene.push("prd-eu", "1.0.3");
    assertThat(scene.host.propose(Scene.proposal("1.0.3"), false))
        .isInstanceOf(Proposed.Opened.class);
  }

  @Test
  void ofTwentyAtOnceOneOpensIt() throws Exception {
    int many = 20;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Future<Proposed>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        CodeHost host = scene.gitHub.client();
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  return host.propose(Scene.proposal("1.0.3"), false);
                }));
      }
      start.countDown();
      int opened = 0;
      for (Future<Proposed> each : all) {
        Proposed proposed = each.get();
        assertThat(proposed).isNotInstanceOf(Proposed.Declined.class);
        opened += proposed instanceof Proposed.Opened ? 1 : 0;
      }
      assertThat(opened).isEqualTo(1);
      assertThat(scene.gitHub.pullRequests()).isEqualTo(1);
      assertThat(scene.host.find("prd-eu").orElseThrow().labels())
          .containsExactlyInAnyOrder("promotion", "environment:prd-eu");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anOpeningWhoseAnswerIsLostIsTakenOver() {
    scene.gitHub.suffer(Fault.LOST, 1, "POST", "/pulls");
    assertThat(scene.host.propose(Scene.proposal("1.0.3"), false))
        .isInstanceOf(Proposed.Updated.class);
    assertThat(scene.gitHub.pullRequests()).isEqualTo(1);
    assertThat(scene.host.find("prd-eu").orElseThrow().labels()).contains("promotion");
  }
}
