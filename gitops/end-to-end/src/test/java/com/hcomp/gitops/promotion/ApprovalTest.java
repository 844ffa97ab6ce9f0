package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.codehost.CodeHost;
import com.hcomp.gitops.codehost.FakeGitHub;
import com.hcomp.gitops.codehost.Proposed;
import com.hcomp.gitops.codehost.PullRequest;
import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.promotion.Promote.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promotions that people approve, on a server that speaks GitHub's API. */
@Tag("slow")
class ApprovalTest {
  private static final String POLICY =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
          soak: PT10M
          approval: pull-request
        - name: prd-us
          from: prd-eu
      """;

  @TempDir Path folder;
  private Scene scene;
  private FakeGitHub gitHub;
  private CodeHost host;

  @BeforeEach
  void start() throws Exception {
    scene = Scene.start(folder, POLICY);
    gitHub = new FakeGitHub(scene.origin());
    gitHub.person("reviewer", "write");
    host = gitHub.client();
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
  }

  @AfterEach
  void stop() {
    gitHub.close();
    scene.close();
  }

  private Outcome promote(Map<GateName, String> overrides) {
    return new Promote(scene.access(host))
        .run(new Promote.Order("prd-eu", Optional.empty(), overrides));
  }

  private Advance.Result advance() {
    return new Advance(scene.access(host)).run();
  }

  private String head() {
    return TestGit.run(scene.origin(), "rev-parse", "promote/prd-eu");
  }

  private PullRequest pullRequest() {
    return host.find("prd-eu").orElseThrow();
  }

  @Test
  void peopleAreAskedAndWhatTheyApproveIsMerged() {
    Outcome outcome = promote(Map.of());
    assertThat(outcome).isInstanceOf(Outcome.Asked.class);
    assertThat(((Outcome.Asked) outcome).proposed()).isInstanceOf(Proposed.Opened.class);
    assertThat(pullRequest().title())
        .isEqualTo("promote: prd-eu 1.0.1 <- stg 1.0.1 (app two, chart 1.0.0)");
    assertThat(pullRequest().body()).contains("soak", "ConfigMap hcomp-prd-eu/hcomp-app");
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    String asked = head();

    Advance.Result waits = advance();
    assertThat(waits.done()).isEmpty();
    assertThat(waits.waiting())
        .singleElement()
        .satisfies(
            waiting ->
                assertThat(waiting.rulings())
                    .filteredOn(ruling -> !ruling.isOpen())
                    .extracting(ruling -> ruling.gate())
                    .containsExactly(GateName.APPROVAL));
    assertThat(head()).isEqualTo(asked);

    gitHub.review(pullRequest().number(), "reviewer", "APPROVED");
    assertThat(advance().done()).singleElement().isInstanceOf(Outcome.Promoted.class);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    assertThat(scene.registry.digest("config/config-prd-eu", "1.0.1"))
        .hasValue(scene.pin("prd-eu").digest());
    assertThat(host.find("prd-eu")).isEmpty();
    assertThat(advance().done()).isEmpty();
  }

  @Test
  void otherCommitsOnMainDontAskPeopleAgain() throws Exception {
    promote(Map.of());
    gitHub.review(pullRequest().number(), "reviewer", "APPROVED");
    scene.pull();
    scene.repository().write("README.md", "something else\n");
    scene.push("docs");
    assertThat(advance().done()).hasSize(1);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    assertThat(scene.file("README.md")).isEqualTo("something else");
  }

  @Test
  void theGatesAreAskedAgainBeforeTheMerge() {
    promote(Map.of());
    gitHub.review(pullRequest().number(), "reviewer", "APPROVED");
    scene.clusters.health("stg", "Degraded");
    assertThat(advance().done()).isEmpty();
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    assertThat(host.find("prd-eu")).isPresent();
  }

  @Test
  void aCommitThatSomebodyAddedIsNotMergedUnseen() {
    promote(Map.of());
    Path other = scene.clone("other");
    TestGit.run(other, "config", "user.name", "Other");
    TestGit.run(other, "config", "user.email", "other@example.com");
    TestGit.run(other, "checkout", "--quiet", "promote/prd-eu");
    TestGit.run(other, "mv", "config-prd-us/values.yaml", "config-prd-us/gone.yaml");
    TestGit.run(other, "commit", "--quiet", "-m", "and this");
    TestGit.run(other, "push", "--quiet", "origin", "promote/prd-eu");
    gitHub.review(pullRequest().number(), "reviewer", "APPROVED");
    advance();
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    assertThat(TestGit.run(scene.origin(), "diff", "--name-only", "main", "promote/prd-eu"))
        .doesNotContain("config-prd-us");
  }

  @Test
  void aNewerReleaseTakesThePlaceOfTheOneThatWaits() throws Exception {
    promote(Map.of());
    int number = pullRequest().number();
    scene.deliver("three");
    scene.clusters.sync("stg", Duration.ofMinutes(20));
    advance();
    assertThat(pullRequest().number()).isEqualTo(number);
    assertThat(pullRequest().title()).contains("<- stg 1.0.2 (app three");
    assertThat(gitHub.pullRequests()).isEqualTo(1);
  }

  @Test
  void whatIsOvertakenIsClosed() {
    promote(Map.of());
    promote(Map.of(GateName.APPROVAL, "at night"));
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    advance();
    assertThat(host.find("prd-eu")).isEmpty();
  }

  @Test
  void aHandEditWaitsForApprovalToo() throws Exception {
    scene.pull();
    scene.repository().replace("config-prd-eu/values.yaml", "replicas: 2", "replicas: 5");
    scene
        .repository()
        .replace("config-prd-eu/Chart.yaml", "version: 1.0.0\ndep", "version: 1.0.1\ndep");
    scene.repository().replace("config-prd-eu/pom.xml", "<version>1.0.0", "<version>1.0.1");
    scene.deliverAsItIs("two");
    assertThat(new HandEdits(scene.access(host)).run(Map.of()).done())
        .singleElement()
        .isInstanceOf(Outcome.Asked.class);
    assertThat(pullRequest().title()).startsWith("pin: prd-eu 1.0.0 -> 1.0.1");
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    gitHub.review(pullRequest().number(), "reviewer", "APPROVED");
    assertThat(new HandEdits(scene.access(host)).run(Map.of()).done())
        .singleElement()
        .isInstanceOf(Outcome.Promoted.class);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
  }

  @Test
  void withoutACodeHostTheBranchAndTheTextAreAllThereIs() {
    Outcome outcome =
        new Promote(scene.access()).run(new Promote.Order("prd-eu", Optional.empty(), Map.of()));
    Proposed.Written written = (Proposed.Written) ((Outcome.Asked) outcome).proposed();
    assertThat(written.file()).content().contains("promote: prd-eu 1.0.1 <- stg 1.0.1");
    String asked = head();
    new Advance(scene.access()).run();
    assertThat(head()).isEqualTo(asked);
  }
}
