package com.hcomp.gitops.codehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hcomp.gitops.codehost.FakeGitHub.Fault;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A GitHub that is down, slow, wrong or unwilling: what is said, and that nothing is half done. */
@Tag("slow")
class GitHubFailureTest {
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

  private static Problem problem(ThrowingCallable work) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, work);
    assertThat(thrown).isNotNull();
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain(FakeGitHub.TOKEN);
    return thrown.problems().get(0);
  }

  private CodeHost hostWith(String token, Duration answer) {
    return new GitHubHost(
        new GitHubAddress(URI.create(scene.gitHub.url()), FakeGitHub.REPOSITORY, token),
        new Patience(Duration.ofSeconds(5), answer, 2, Duration.ofMillis(1)));
  }

  @Test
  void aTokenThatIsNotAcceptedIsNamedAndNotShown() {
    CodeHost host = hostWith("ghs_wrongwrong", Duration.ofSeconds(20));
    Problem problem = problem(() -> host.find("prd-eu"));
    assertThat(problem.code()).isEqualTo("GITHUB-TOKEN");
    assertThat(problem.details()).containsExactly("Bad credentials");
    assertThat(problem.text()).doesNotContain("ghs_").contains("export GITHUB_TOKEN=");
  }

  @Test
  void aMissingPermissionIsNamed() {
    scene.gitHub.with(state -> state.permissions.put("pull_requests", "read"));
    Problem problem = problem(() -> scene.host.propose(Scene.proposal("1.0.3"), false));
    assertThat(problem.code()).isEqualTo("GITHUB-DENIED");
    assertThat(problem.summary()).contains("to open a pull request");
    assertThat(problem.details())
        .containsExactly("Resource not accessible by integration", "needed: pull requests=write");
  }

  @Test
  void aPermissionToMergeIsNamed() {
    PullRequest opened = scene.opened();
    scene.gitHub.with(state -> state.permissions.put("contents", "read"));
    Problem problem = problem(() -> scene.host.merge(opened, "message"));
    assertThat(problem.code()).isEqualTo("GITHUB-DENIED");
    assertThat(problem.details()).contains("needed: contents=write");
  }

  @Test
  void theRateLimitSaysHowLongToWait() {
    scene.gitHub.suffer(Fault.LIMITED, 1, "GET", "/pulls");
    Problem problem = problem(() -> scene.host.find("prd-eu"));
    assertThat(problem.code()).isEqualTo("GITHUB-LIMIT");
    assertThat(problem.summary()).contains("1 m 30 s");
    assertThat(scene.host.find("prd-eu")).isEmpty();
  }

  @Test
  void whenAllRequestsOfTheHourAreUsedItSaysUntilWhen() {
    scene.gitHub.suffer(Fault.EXHAUSTED, 1, "GET", "/pulls");
    Problem problem = problem(() -> scene.host.find("prd-eu"));
    assertThat(problem.code()).isEqualTo("GITHUB-LIMIT");
    assertThat(problem.summary()).containsPattern("for (9 m \\d+ s|10 m)\\.");
  }

  @Test
  void aRepositoryThatIsNotThereMayBeHidden() {
    CodeHost host =
        new GitHubHost(
            new GitHubAddress(URI.create(scene.gitHub.url()), "acme/other", FakeGitHub.TOKEN),
            Patience.usual());
    Problem problem = problem(() -> host.find("prd-eu"));
    assertThat(problem.code()).isEqualTo("GITHUB-MISSING");
    assertThat(problem.summary()).startsWith("acme/other on 127.0.0.1");
    assertThat(problem.remedy()).contains("may not see", "GITHUB_REPOSITORY=");
  }

  @Test
  void aBranchThatGitHubDoesNotKnowIsNamed() {
    scene.git("update-ref", "-d", "refs/heads/promote/prd-eu");
    Problem problem = problem(() -> scene.host.propose(Scene.proposal("1.0.3"), false));
    assertThat(problem.code()).isEqualTo("GITHUB-NO-BRANCH");
    assertThat(problem.details()).contains("head is invalid");
  }

  @Test
  void whatGitHubRefusesIsToldInItsWords() {
    scene.git("update-ref", "refs/heads/promote/prd-eu", "main");
    Problem problem = problem(() -> scene.host.propose(Scene.proposal("1.0.3"), false));
    assertThat(problem.code()).isEqualTo("GITHUB-REFUSED");
    assertThat(problem.details())
        .containsExactly("Validation Failed", "No commits between main and promote/prd-eu");
  }

  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "DROPPED"})
  void whatReadsIsTriedAgainAndNotForEver(Fault fault) {
    scene.gitHub.suffer(fault, 2, "GET", "/pulls");
    assertThat(scene.host.find("prd-eu")).isEmpty();
    scene.gitHub.suffer(fault, 1000, "GET", "/pulls");
    scene.gitHub.forgetRequests();
    Problem problem = problem(() -> scene.host.find("prd-eu"));
    assertThat(problem.code()).isEqualTo("GITHUB-DOWN");
    assertThat(problem.remedy()).contains("run it again");
    // A connection that breaks at once the JDK itself tries once more.
    assertThat(scene.gitHub.requests()).hasSizeBetween(3, 6);
  }

  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "DROPPED"})
  void whatWritesIsNotTriedAgain(Fault fault) {
    scene.gitHub.suffer(fault, 1000, "POST", "/pulls");
    assertThat(problem(() -> scene.host.propose(Scene.proposal("1.0.3"), false)).code())
        .isEqualTo("GITHUB-DOWN");
    assertThat(scene.gitHub.requests().stream().filter(each -> each.startsWith("POST ")).count())
        .isEqualTo(1);
    assertThat(scene.gitHub.pullRequests()).isZero();
  }

  @Test
  void aSlowOneIsNotWaitedForForEver() {
    scene.gitHub.suffer(Fault.SLOW, 1000, "GET", "/pulls");
    CodeHost host = hostWith(FakeGitHub.TOKEN, Duration.ofSeconds(1));
    Problem problem = problem(() -> host.find("prd-eu"));
    assertThat(problem.code()).isEqualTo("GITHUB-DOWN");
    assertThat(problem.summary()).contains("no answer within 1 s");
  }

  @Test
  void nothingListensThere() {
    CodeHost host = scene.gitHub.client();
    scene.gitHub.close();
    Problem problem = problem(() -> host.find("prd-eu"));
    assertThat(problem.code()).isEqualTo("GITHUB-DOWN");
    assertThat(problem.summary()).contains("nothing listens there");
  }

  @Test
  void nonsenseIsTakenForNothing() {
    PullRequest opened = scene.opened();
    scene.gitHub.suffer(Fault.NONSENSE, 1, "GET", "/pulls");
    assertThat(problem(() -> scene.host.find("prd-eu")).code()).isEqualTo("GITHUB-ANSWER");
    scene.gitHub.suffer(Fault.NONSENSE, 1, "GET", "/pulls/1");
    assertThat(problem(() -> scene.host.merge(opened, "message")).code())
        .isEqualTo("GITHUB-ANSWER");
    scene.gitHub.suffer(Fault.NONSENSE, 1, "GET", "");
    CodeHost another = scene.gitHub.client();
    assertThat(problem(() -> another.find("prd-eu")).code()).isEqualTo("GITHUB-ANSWER");
  }

  @Test
  void anUpdateThatBreaksInTheMiddleIsFinishedByTheNextRun() throws IOException {
    scene.opened();
    scene.push("prd-eu", "1.0.4");
    scene.gitHub.suffer(Fault.BROKEN, 1, "PATCH", "/pulls/1");
    Proposal proposal = Scene.proposal("1.0.4");
    assertThat(problem(() -> scene.host.propose(proposal, false)).code()).isEqualTo("GITHUB-DOWN");
    assertThat(scene.host.propose(proposal, false)).isInstanceOf(Proposed.Updated.class);
    PullRequest now = scene.host.find("prd-eu").orElseThrow();
    assertThat(now.title()).isEqualTo(proposal.title());
    assertThat(now.body()).isEqualTo(proposal.body());
  }

  @Test
  void labelsThatBrokeAreGivenByTheNextRun() {
    scene.gitHub.suffer(Fault.BROKEN, 1, "POST", "/issues/1/labels");
    assertThat(problem(() -> scene.host.propose(Scene.proposal("1.0.3"), false)).code())
        .isEqualTo("GITHUB-DOWN");
    assertThat(scene.host.propose(Scene.proposal("1.0.3"), false))
        .isInstanceOf(Proposed.Updated.class);
    assertThat(scene.host.find("prd-eu").orElseThrow().labels()).contains("promotion");
  }

  @Test
  void aRedirectIsNotFollowedWithTheToken() {
    scene.gitHub.suffer(Fault.MOVED, 1, "GET", "");
    assertThat(problem(() -> scene.host.find("prd-eu")).code()).isEqualTo("GITHUB-MOVED");
  }

  @Test
  void aLinkToAnotherHostIsNotFollowedWithTheToken() {
    scene.gitHub.suffer(Fault.LURED, 1, "GET", "/pulls");
    assertThat(problem(scene.host::open).summary()).contains("another host, elsewhere.example.com");
  }
}
