package com.hcomp.gitops.codehost;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.codehost.FakeGitHub.Fault;
import com.hcomp.gitops.gate.Evidence.Approval;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word counts, and for what. */
@Tag("slow")
class ReviewsTest {
  private static final String URL = "https://github.example.com/acme/hcomp/pull/1";

  @TempDir private Path folder;
  private Scene scene;
  private PullRequest opened;

  @BeforeEach
  void start() throws IOException {
    scene = new Scene(folder);
    opened = scene.opened();
    scene.gitHub.person("ada", "write");
    scene.gitHub.person("bob", "admin");
    scene.gitHub.person("rita", "read");
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private Approval approval() {
    return scene.host.approval(opened);
  }

  @Test
  void nobodyHasSaidAnything() {
    assertThat(approval()).isEqualTo(new Approval.Waiting(URL));
  }

  @Test
  void peopleWhoMayWriteApprove() {
    scene.gitHub.review(1, "bob", "APPROVED");
    scene.gitHub.review(1, "ada", "APPROVED");
    assertThat(approval()).isEqualTo(new Approval.Given("ada, bob", URL));
  }

  @Test
  void whoMayOnlyReadDoesNotCount() {
    scene.gitHub.review(1, "rita", "APPROVED");
    assertThat(approval()).isEqualTo(new Approval.Waiting(URL));
    scene.gitHub.review(1, "ada", "APPROVED");
    scene.gitHub.review(1, "rita", "CHANGES_REQUESTED");
    assertThat(approval()).isEqualTo(new Approval.Given("ada", URL));
  }

  @Test
  void neitherTheAuthorNorAnyProgramCounts() {
    scene.gitHub.person("other[bot]", "write");
    scene.gitHub.review(1, "other[bot]", "APPROVED");
    scene.gitHub.person(FakeGitHub.APP, "write");
    scene.gitHub.review(1, FakeGitHub.APP, "APPROVED");
    assertThat(approval()).isEqualTo(new Approval.Waiting(URL));
  }

  @Test
  void aPersonsOwnPullRequestIsNotApprovedByThem() {
    scene.gitHub.with(
        state ->
            state.pullRequests.set(
                0,
                new FakePullRequest(
                    1, "Ada", state.name, "promote/prd-eu", "main", opened.title(), "")));
    scene.gitHub.review(1, "ada", "APPROVED");
    PullRequest adas = scene.host.find("prd-eu").orElseThrow();
    assertThat(scene.host.approval(adas)).isEqualTo(new Approval.Waiting(URL));
    scene.gitHub.review(1, "bob", "APPROVED");
    assertThat(scene.host.approval(adas)).isEqualTo(new Approval.Given("bob", URL));
  }

  @Test
  void anApprovalIsForTheCommitThatWasLookedAt() throws IOException {
    scene.gitHub.review(1, "ada", "APPROVED");
    scene.push("prd-eu", "1.0.4");
    PullRequest now = scene.host.find("prd-eu").orElseThrow();
    assertThat(now.head()).isNotEqualTo(opened.head());
    assertThat(scene.host.approval(now)).isEqualTo(new Approval.Waiting(URL));
    scene.gitHub.review(1, "ada", "APPROVED");
    assertThat(scene.host.approval(now)).isEqualTo(new Approval.Given("ada", URL));
  }

  @Test
  void ofEachPersonTheLastWordCounts() {
    scene.gitHub.review(1, "ada", "CHANGES_REQUESTED");
    assertThat(approval()).isEqualTo(new Approval.Refused("ada", URL));
    scene.gitHub.review(1, "bob", "APPROVED");
    assertThat(approval()).isEqualTo(new Approval.Refused("ada", URL));
    scene.gitHub.review(1, "ada", "APPROVED");
    assertThat(approval()).isEqualTo(new Approval.Given("ada, bob", URL));
    scene.gitHub.review(1, "bob", "CHANGES_REQUESTED");
    assertThat(approval()).isEqualTo(new Approval.Refused("bob", URL));
  }

  @Test
  void aCommentTakesNothingBack() {
    scene.gitHub.review(1, "ada", "APPROVED");
    scene.gitHub.review(1, "ada", "COMMENTED");
    assertThat(approval()).isEqualTo(new Approval.Given("ada", URL));
  }

  @Test
  void aRefusalOutlivesTheCommitItWasAbout() throws IOException {
    scene.gitHub.review(1, "ada", "CHANGES_REQUESTED");
    scene.push("prd-eu", "1.0.4");
    PullRequest now = scene.host.find("prd-eu").orElseThrow();
    assertThat(scene.host.approval(now)).isEqualTo(new Approval.Refused("ada", URL));
  }

  @Test
  void whatWasDismissedDoesNotCount() {
    scene.gitHub.review(1, "ada", "APPROVED");
    scene.gitHub.dismiss(1, "ada");
    assertThat(approval()).isEqualTo(new Approval.Waiting(URL));
    scene.gitHub.review(1, "bob", "CHANGES_REQUESTED");
    scene.gitHub.dismiss(1, "bob");
    assertThat(approval()).isEqualTo(new Approval.Waiting(URL));
  }

  @Test
  void aDismissalBringsNothingBackThatWasSaidBefore() {
    scene.gitHub.review(1, "ada", "APPROVED");
    scene.gitHub.review(1, "ada", "CHANGES_REQUESTED");
    scene.gitHub.dismiss(1, "ada");
    assertThat(approval()).isEqualTo(new Approval.Waiting(URL));
  }

  @Test
  void anAccountThatIsGoneDoesNotCount() {
    scene.gitHub.with(
        state ->
            state
                .find(1)
                .orElseThrow()
                .reviews
                .add(new FakePullRequest.Review(1, null, opened.head(), "APPROVED")));
    assertThat(approval()).isEqualTo(new Approval.Waiting(URL));
  }

  @Test
  void allPagesAreRead() {
    scene.gitHub.review(1, "ada", "APPROVED");
    for (int i = 0; i < 150; i++) {
      scene.gitHub.review(1, "rita", "COMMENTED");
    }
    scene.gitHub.review(1, "ada", "CHANGES_REQUESTED");
    assertThat(approval()).isEqualTo(new Approval.Refused("ada", URL));
  }

  @Test
  void whatCannotBeReadIsNoApproval() {
    scene.gitHub.review(1, "ada", "APPROVED");
    scene.gitHub.suffer(Fault.BROKEN, 3, "GET", "/collaborators/ada/permission");
    assertThat(approval())
        .isInstanceOfSatisfying(
            Approval.Unreadable.class, it -> assertThat(it.why()).contains("status 502"));
    scene.gitHub.with(state -> state.permissions.remove("metadata"));
    assertThat(scene.gitHub.client().approval(opened)).isInstanceOf(Approval.Unreadable.class);
  }
}
