package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.argocd.FakeArgoCd;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.promotion.FaultyLine.Fault;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git, registry and Argo CD that fail before a promotion and in its middle. */
@Tag("slow")
class OutageTest {
  @TempDir Path folder;
  private Scene scene;
  private FaultyLine line;

  @BeforeEach
  void start() throws Exception {
    scene = Scene.start(folder, Scene.THREE);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofHours(1));
    String[] host = scene.registry.address().host().split(":");
    line = new FaultyLine(host[0], Integer.parseInt(host[1]));
  }

  @AfterEach
  void stop() {
    line.close();
    scene.close();
  }

  private static Promote.Order order() {
    return new Promote.Order("prd-eu", Optional.empty(), Map.of());
  }

  /** With the registry behind the line. */
  private Access access(Milestones milestones) {
    Access access = scene.access(milestones);
    Registry registry = new Registry(new RegistryAddress(line.address() + "/hcomp"));
    return new Access(
        access.branch(),
        new Publisher(
            registry, new Helm(Programs.helm()), access.scratch(), "mvn", Report.silent()),
        access.newest(),
        access.argoCd(),
        access.checks(),
        access.codeHost(),
        access.clock(),
        access.scratch(),
        access.maven(),
        access.actor(),
        access.report(),
        access.milestones());
  }

  private static Milestones at(Milestone milestone, Runnable work) {
    return reached -> {
      if (reached == milestone) {
        work.run();
      }
    };
  }

  private void failsAndMovesNothing(Access access, String code) {
    String main = TestGit.run(scene.origin(), "rev-parse", "main");
    assertThatThrownBy(() -> new Promote(access).run(order()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(code);
    assertThat(TestGit.run(scene.origin(), "rev-parse", "main")).isEqualTo(main);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
  }

  private void theNextRunWorks() {
    new Promote(scene.access()).run(order());
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    assertThat(scene.registry.digest("config/config-prd-eu", "1.0.1"))
        .hasValue(scene.pin("prd-eu").digest());
    assertThat(scene.registry.tags("config/config-prd-eu")).containsExactly("1.0.0", "1.0.1");
  }

  @Test
  void theRegistryBefore() {
    line.suffer(Fault.DOWN);
    failsAndMovesNothing(access(Milestones.unwatched()), "REGISTRY-");
    line.suffer(Fault.ERROR);
    failsAndMovesNothing(access(Milestones.unwatched()), "REGISTRY-");
    line.suffer(Fault.NONSENSE);
    failsAndMovesNothing(access(Milestones.unwatched()), "REGISTRY-ANSWER");
    theNextRunWorks();
  }

  @Test
  void theRegistryInTheMiddle() {
    for (Fault fault : new Fault[] {Fault.DOWN, Fault.ERROR, Fault.NONSENSE}) {
      line.suffer(Fault.NONE);
      failsAndMovesNothing(access(at(Milestone.PLANNED, () -> line.suffer(fault))), "REGISTRY-");
    }
    theNextRunWorks();
  }

  @Test
  void argoCdBefore() {
    scene.clusters.answerInstead(Optional.of(new FakeArgoCd.Answer(500, "out of order")));
    failsAndMovesNothing(scene.access(), "PROMOTE-BLOCKED");
    scene.clusters.answerInstead(Optional.of(new FakeArgoCd.Answer(200, "<html>hotel</html>")));
    failsAndMovesNothing(scene.access(), "PROMOTE-BLOCKED");
    assertThatThrownBy(() -> new Advance(scene.access()).run())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("ARGOCD-ANSWER");
    scene.clusters.answerInstead(Optional.empty());
    theNextRunWorks();
  }

  @Test
  void argoCdInTheMiddleCostsACandidateAndNothingElse() {
    Access access =
        scene.access(
            at(
                Milestone.PLANNED,
                () ->
                    scene.clusters.answerInstead(
                        Optional.of(new FakeArgoCd.Answer(500, "out of order")))));
    new Promote(access).run(order());
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    assertThat(scene.environment("prd-eu").replaced()).isEmpty();
  }

  @Test
  void gitBeforeAndInTheMiddle() throws Exception {
    Path away = folder.resolve("away.git");
    Files.move(scene.origin(), away);
    assertThatThrownBy(() -> new Promote(scene.access()).run(order()))
        .hasMessageContaining("GIT-UNREACHABLE");
    Files.move(away, scene.origin());

    Access access =
        scene.access(
            at(
                Milestone.COMMITTED,
                () -> {
                  try {
                    Files.move(scene.origin(), away);
                  } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
    assertThatThrownBy(() -> new Promote(access).run(order()))
        .hasMessageContaining("GIT-UNREACHABLE");
    Files.move(away, scene.origin());
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
    theNextRunWorks();
  }

  @Test
  void aGitThatSaysNothing() throws Exception {
    FaultyLine git = new FaultyLine("127.0.0.1", 1);
    git.suffer(Fault.SILENT);
    TestGit.run(
        scene.checkout(), "remote", "add", "silent", "http://" + git.address() + "/hcomp.git");
    BaseBranch branch =
        new BaseBranch(Git.open(scene.checkout()), "silent", "main", Duration.ofSeconds(1));
    assertThatThrownBy(() -> branch.fetch(folder.resolve("silent")))
        .hasMessageContaining("GIT-UNREACHABLE")
        .hasMessageContaining("without an answer");
    git.close();
  }
}
