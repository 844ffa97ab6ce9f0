package com.hcomp.gitops.codehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.codehost.FakeGitHub.Fault;
import com.hcomp.gitops.codehost.FakeGitHubState.Check;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merging exactly what was approved, and why it may not be possible. */
@Tag("slow")
class MergingTest {
  private static final String MESSAGE = "Release: config-prd-eu 1.0.3\nApproved-by: ada";

  @TempDir private Path folder;
  private Scene scene;
  private PullRequest opened;

  @BeforeEach
  void start() throws IOException {
    scene = new Scene(folder);
    opened = scene.opened();
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private MergeOutcome merge() {
    return scene.host.merge(opened, MESSAGE);
  }

  private void assertNothingMerged() {
    assertThat(scene.git("log", "--format=%s", "main")).doesNotContain("promote");
  }

  @Test
  void aMergeIsOneCommitWithOurSubjectAndTrailers() {
    String before = scene.git("rev-parse", "main");
    MergeOutcome outcome = merge();
    String main = scene.git("rev-parse", "main");
    assertThat(outcome).isEqualTo(new MergeOutcome.Merged(main));
    assertThat(scene.git("rev-parse", main + "^")).isEqualTo(before);
    assertThat(scene.git("log", "-1", "--format=%B", main).strip())
        .isEqualTo(
            "promote: prd-eu 1.0.3 <- stg 1.0.7 (app 1.4.3, chart 1.2.0) (#1)\n\n" + MESSAGE);
    assertThat(scene.git("rev-parse", main + "^{tree}"))
        .isEqualTo(scene.git("rev-parse", opened.head() + "^{tree}"));
    assertThat(scene.host.find("prd-eu")).isEmpty();
  }

  @Test
  void withoutSquashingTheFirstParentIsTheBase() {
    scene.gitHub.with(state -> state.repositoryMethods.remove("squash"));
    String before = scene.git("rev-parse", "main");
    assertThat(merge()).isInstanceOf(MergeOutcome.Merged.class);
    assertThat(scene.git("rev-parse", "main^1")).isEqualTo(before);
    assertThat(scene.git("rev-parse", "main^2")).isEqualTo(opened.head());
    assertThat(scene.git("log", "-1", "--format=%b", "main").strip())
        .isEqualTo(opened.title() + "\n\n" + MESSAGE);
  }

  @Test
  void aRulesetChoosesAmongTheWaysOfMerging() {
    scene.gitHub.with(state -> state.rulesetMethods.removeAll(List.of("squash", "merge")));
    assertThat(merge()).isInstanceOf(MergeOutcome.Merged.class);
    assertThat(scene.git("log", "-1", "--format=%s", "main")).isEqualTo("promote: prd-eu 1.0.3");
  }

  @Test
  void noWayOfMergingIsToldAsAProblem() {
    scene.gitHub.with(
        state -> {
          state.repositoryMethods.removeAll(List.of("squash", "rebase"));
          state.rulesetMethods.remove("merge");
        });
    assertThat(scene.gitHub.client().merge(opened, MESSAGE))
        .isInstanceOf(MergeOutcome.BranchProtected.class);
    assertThat(merges()).isZero();
    // Where it isn't told beforehand, GitHub says it.
    scene.gitHub.with(state -> state.rulesetMethods.removeAll(List.of("squash", "rebase")));
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.BranchProtected.class,
            it -> assertThat(it.problem().text()).contains("merges are not allowed"));
    assertNothingMerged();
  }

  @Test
  void aPushToTheBaseAtTheSameMomentIsOvercome() {
    scene.gitHub.suffer(Fault.BASE_MOVED, 1, "PUT", "/pulls/1/merge");
    scene.gitHub.with(state -> state.repositoryMethods.removeAll(List.of("merge", "rebase")));
    assertThat(scene.gitHub.client().merge(opened, MESSAGE))
        .isEqualTo(new MergeOutcome.Merged(scene.git("rev-parse", "main")));
  }

  @Test
  void anotherHeadIsNotMerged() throws IOException {
    String head = scene.push("prd-eu", "6.6.6");
    assertThat(merge()).isEqualTo(new MergeOutcome.HeadMoved(head));
    assertNothingMerged();
  }

  @Test
  void aHeadThatMovesAtTheLastMomentIsNotMerged() throws IOException {
    // What was read before is the old head: GitHub itself compares.
    scene.gitHub.atNext("PUT", "/pulls/1/merge", () -> scene.push("prd-eu", "6.6.6"));
    assertThat(merge()).isInstanceOf(MergeOutcome.HeadMoved.class);
    assertNothingMerged();
  }

  @Test
  void aConflictIsNotMerged() throws IOException {
    scene.mainMoves("argocd-root/environments/prd-eu.yaml", "version: 1.0.9\n");
    assertThat(merge())
        .isEqualTo(new MergeOutcome.NotMergeable("main has moved, and they conflict"));
    assertNothingMerged();
  }

  @Test
  void aRuleMayWantTheNewestBase() throws IOException {
    scene.gitHub.with(state -> state.upToDate = true);
    scene.mainMoves("README.md", "new\n");
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.NotMergeable.class, it -> assertThat(it.why()).contains("newest commit"));
    assertNothingMerged();
  }

  @Test
  void requiredChecksThatRunAreWaitedFor() {
    scene.gitHub.with(
        state -> {
          state.requiredChecks.addAll(List.of("gate", "scan", "done"));
          state.checks.put(
              opened.head(),
              List.of(
                  new Check("gate", true, "in_progress", ""),
                  new Check("done", true, "completed", "success"),
                  new Check("optional", true, "completed", "failure")));
        });
    assertThat(merge()).isEqualTo(new MergeOutcome.ChecksPending(List.of("gate", "scan")));
    assertNothingMerged();
  }

  @Test
  void requiredChecksThatFailedAreNamed() {
    scene.gitHub.with(
        state -> {
          state.requiredChecks.addAll(List.of("gate", "ci/scan"));
          state.checks.put(
              opened.head(),
              List.of(
                  new Check("gate", true, "completed", "failure"),
                  new Check("ci/scan", false, "completed", "failure")));
        });
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.ChecksFailed.class,
            it -> {
              assertThat(it.checks()).containsExactly("ci/scan", "gate");
              assertThat(it.problem().text())
                  .contains("CHECKS-FAILED", "ci/scan, gate failed", opened.url().toString());
            });
    assertNothingMerged();
  }

  @Test
  void aTokenThatMayNotReadChecksMergesNothingThatIsBlocked() {
    scene.gitHub.with(
        state -> {
          state.permissions.remove("checks");
          state.requiredChecks.add("gate");
        });
    assertThat(merge()).isInstanceOf(MergeOutcome.BranchProtected.class);
    assertNothingMerged();
  }

  @Test
  void aRuleThatWantsMoreApprovalsIsNamed() {
    scene.gitHub.with(state -> state.requiredApprovals = 2);
    Problem problem = ((MergeOutcome.BranchProtected) merge()).problem();
    assertThat(problem.code()).isEqualTo("BRANCH-PROTECTED");
    assertThat(problem.text())
        .contains("A rule of main is in the way; it asks for approvals: 2.", "mvn gitops:advance");
    assertNothingMerged();
  }

  @Test
  void whoMayGoPastTheRulesDoesNot() {
    scene.gitHub.with(
        state -> {
          state.bypass = true;
          state.requiredApprovals = 2;
        });
    assertThat(merge()).isInstanceOf(MergeOutcome.BranchProtected.class);
    scene.gitHub.with(
        state -> {
          state.requiredApprovals = 0;
          state.requiredChecks.add("gate");
        });
    assertThat(merge()).isEqualTo(new MergeOutcome.ChecksPending(List.of("gate")));
    assertThat(merges()).isZero();
    assertNothingMerged();
  }

  @Test
  void aRuleThatComesAtTheLastMomentIsToldInGitHubsWords() {
    scene.gitHub.atNext(
        "PUT", "/pulls/1/merge", () -> scene.gitHub.with(state -> state.requiredApprovals = 2));
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.BranchProtected.class,
            it -> assertThat(it.problem().text()).contains("GitHub: At least 2 approving review"));
    assertNothingMerged();
  }

  @Test
  void aDraftIsNotMerged() {
    scene.gitHub.with(state -> state.find(1).orElseThrow().draft = true);
    assertThat(merge()).isInstanceOf(MergeOutcome.BranchProtected.class);
    assertNothingMerged();
  }

  @Test
  void aClosedOneIsNotMerged() {
    scene.gitHub.close(1);
    assertThat(merge()).isEqualTo(new MergeOutcome.Closed());
    assertNothingMerged();
  }

  @Test
  void whileGitHubMakesUpItsMindItIsAskedAgainAndNotForEver() throws IOException {
    scene.mainMoves("argocd-root/environments/prd-eu.yaml", "version: 1.0.9\n");
    scene.gitHub.with(state -> state.undecided = 2);
    assertThat(merge()).isInstanceOf(MergeOutcome.NotMergeable.class);
    scene.gitHub.with(state -> state.undecided = 100);
    assertThat(merge()).isEqualTo(new MergeOutcome.ChecksPending(List.of()));
    assertThat(merges()).isZero();
  }

  @Test
  void aMergeWhoseAnswerIsLostIsSeen() {
    scene.gitHub.suffer(Fault.LOST, 1, "PUT", "/pulls/1/merge");
    assertThat(merge()).isEqualTo(new MergeOutcome.Merged(scene.git("rev-parse", "main")));
    assertThat(merges()).isEqualTo(1);
  }

  @Test
  void aMergeWhoseAnswerIsLostWithAllElseIsSeenByTheNextRun() {
    scene.gitHub.suffer(Fault.LOST, 1, "PUT", "/pulls/1/merge");
    // The read before the merge is answered; those after it are not.
    scene.gitHub.sufferAfter(1, Fault.BROKEN, 3, "GET", "/pulls/1");
    assertThatThrownBy(this::merge)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("GITHUB-DOWN");
    assertThat(scene.host.find("prd-eu")).isEmpty();
    assertThat(merge()).isEqualTo(new MergeOutcome.Merged(scene.git("rev-parse", "main")));
    assertThat(merges()).isEqualTo(1);
  }

  @Test
  void aMergeThatBreaksBeforeItIsDoneIsNotTriedAgainByItself() {
    scene.gitHub.suffer(Fault.BROKEN, 1, "PUT", "/pulls/1/merge");
    assertThatThrownBy(this::merge)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("GITHUB-DOWN")
        .hasMessageContaining("status 502");
    assertThat(merges()).isEqualTo(1);
    assertNothingMerged();
    assertThat(merge()).isInstanceOf(MergeOutcome.Merged.class);
  }

  @Test
  void aBranchThatWasPushedToTheBaseIsMerged() {
    scene.git("update-ref", "refs/heads/main", opened.head());
    assertThat(merge()).isEqualTo(new MergeOutcome.Merged(opened.head()));
    assertThat(merges()).isZero();
  }

  private long merges() {
    return scene.gitHub.requests().stream().filter(each -> each.startsWith("PUT ")).count();
  }
}
