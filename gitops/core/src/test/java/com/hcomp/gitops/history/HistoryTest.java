package com.hcomp.gitops.history;

import static com.hcomp.gitops.history.PinnedRepository.START;
import static com.hcomp.gitops.history.PinnedRepository.app;
import static com.hcomp.gitops.history.PinnedRepository.digest;
import static com.hcomp.gitops.history.PinnedRepository.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.git.Commit.Trailer;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HistoryTest {
  private static final String STG = "argocd-root/environments/stg.yaml";

  @TempDir Path folder;
  private PinnedRepository repository;

  @BeforeEach
  void makeRepository() throws IOException {
    repository = new PinnedRepository(Files.createDirectory(folder.resolve("hcomp")));
  }

  private List<Run> runs() {
    return repository.history().runs("stg");
  }

  @Test
  void tellsWhatRanFromWhenToWhen() {
    String first = repository.release("stg", 0, 1, "deploy: stg");
    String second = repository.release("stg", 1, 2, "deploy: stg");
    repository.release("prd", 0, 1, "promote: prd");

    List<Run> runs = runs();

    assertThat(runs).hasSize(2);
    Run present = runs.get(0);
    assertThat(present.commit().id()).isEqualTo(second);
    assertThat(present.commit().author()).isEqualTo("A Person");
    assertThat(present.commit().subject()).isEqualTo("deploy: stg");
    assertThat(present.kind()).isEqualTo(Kind.PROMOTION);
    assertThat(present.before()).hasValue(release("stg", 0));
    assertThat(present.pin()).hasValue(release("stg", 1));
    assertThat(present.payload()).hasValue(app(2));
    assertThat(present.since()).isEqualTo(START.plusSeconds(7200));
    assertThat(present.end()).isEmpty();
    assertThat(present.length(START.plusSeconds(9000))).isEqualTo(Duration.ofMinutes(30));
    Run past = runs.get(1);
    assertThat(past.commit().id()).isEqualTo(first);
    assertThat(past.kind()).isEqualTo(Kind.FIRST_RELEASE);
    assertThat(past.before()).isEmpty();
    assertThat(past.end()).hasValue(new Run.End(present.commit(), Kind.PROMOTION));
    assertThat(past.length(START.plusSeconds(90000))).isEqualTo(Duration.ofHours(1));
    assertThat(repository.history().environments()).containsExactly("stg", "prd");
  }

  @Test
  void anEnvironmentThatNeverHadAReleaseHasNoHistory() {
    assertThat(runs()).isEmpty();
    assertThat(repository.history().environments()).containsExactly("stg", "prd");
    assertThat(repository.history().runs("elsewhere")).isEmpty();
  }

  @Test
  void tellsAChangeOfConfigurationFromOneOfPayload() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 1, "more replicas");
    repository.release("stg", 2, 2, "deploy: stg");

    assertThat(runs())
        .extracting(Run::kind)
        .containsExactly(Kind.PROMOTION, Kind.CONFIGURATION, Kind.FIRST_RELEASE);
  }

  @Test
  void goingBackToWhatRanBeforeIsARollback() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    repository.release("stg", 0, 1, "Revert");

    List<Run> runs = runs();
    assertThat(runs)
        .extracting(Run::kind)
        .containsExactly(Kind.ROLLBACK, Kind.PROMOTION, Kind.FIRST_RELEASE);
    assertThat(runs)
        .extracting(Run::rolledBackBy)
        .containsExactly(Optional.empty(), Optional.of(runs.get(0).commit()), Optional.empty());
  }

  @Test
  void holdingWhatWasLeftIsARollbackToo() {
    Held held = new Held(release("stg", 1), Optional.of(app(2).fingerprint()));
    Replaced replaced = new Replaced(release("stg", 0), Duration.ofMinutes(5));
    repository.release("stg", 1, 2, "deploy: stg");
    repository.write("stg", 5, 1, List.of(replaced), List.of(held));
    repository.commit("rollback: stg");
    repository.release("stg", 6, 3, "deploy: stg");

    assertThat(runs())
        .extracting(Run::kind)
        .containsExactly(Kind.PROMOTION, Kind.ROLLBACK, Kind.FIRST_RELEASE);
    assertThat(runs().get(1).held()).containsExactly(held);
    assertThat(runs().get(1).replaced()).containsExactly(replaced);
  }

  @Test
  void anEnvironmentThatIsTakenAwayKeepsItsHistory() throws IOException {
    repository.release("stg", 0, 1, "deploy: stg");
    Files.delete(repository.root.resolve(STG));
    repository.files.write("argocd-root/promotion.yaml", "environments:\n  - name: prd\n");
    repository.commit("Take stg away");

    assertThat(runs()).extracting(Run::kind).containsExactly(Kind.REMOVAL, Kind.FIRST_RELEASE);
    assertThat(runs().get(0).pin()).isEmpty();
    assertThat(runs().get(0).before()).hasValue(release("stg", 0));
    assertThat(repository.history().environments()).containsExactly("prd", "stg");
    assertThat(repository.history().pinnedSince("stg")).isEmpty();
  }

  @Test
  void aMergeCountsOnceAndFromWhenItWasMerged() {
    repository.release("stg", 0, 1, "deploy: stg");
    TestGit.run(repository.root, "checkout", "--quiet", "-b", "topic");
    repository.release("stg", 1, 2, "First try");
    repository.release("stg", 2, 3, "Second try");
    TestGit.run(repository.root, "checkout", "--quiet", "main");
    repository.release("prd", 0, 1, "promote: prd");
    String merge =
        repository.git(
            START.plusSeconds(90000), "merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic");

    assertThat(runs())
        .extracting(Run::pin)
        .containsExactly(Optional.of(release("stg", 2)), Optional.of(release("stg", 0)));
    assertThat(runs().get(0).commit().id()).isEqualTo(merge);
    assertThat(runs().get(0).since()).isEqualTo(START.plusSeconds(90000));
    assertThat(repository.history().runs("prd")).hasSize(1);
  }

  @Test
  void aSquashedMergeLosesTrailersAndNothingElse() {
    repository.release("stg", 0, 1, "deploy: stg");
    TestGit.run(repository.root, "checkout", "--quiet", "-b", "topic");
    repository.release("stg", 1, 2, "promote: stg\n\nActor: somebody");
    TestGit.run(repository.root, "checkout", "--quiet", "main");
    TestGit.run(repository.root, "merge", "--quiet", "--squash", "topic");
    repository.commit("Promote stg (#12)");

    Run present = runs().get(0);
    assertThat(present.commit().trailers()).isEmpty();
    assertThat(present.kind()).isEqualTo(Kind.PROMOTION);
    assertThat(present.payload()).hasValue(app(2));
  }

  @Test
  void orderIsThatOfTheBranchWhateverTheClocksSaid() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.write("stg", 1, 2);
    repository.git(START.minusSeconds(900_000), "commit", "--quiet", "-m", "A clock that is slow");
    repository.release("stg", 2, 3, "deploy: stg");

    assertThat(runs())
        .extracting(run -> run.pin().map(Pin::version).orElseThrow())
        .containsExactly(new Version("1.0.2"), new Version("1.0.1"), new Version("1.0.0"));
  }

  @Test
  void readsTrailersWhateverTheyAre() {
    repository.release(
        "stg",
        0,
        1,
        "promote: stg — Größe\n\nWhy: not a trailer, this is text\nthat goes on.\n\n"
            + "Release: config-stg 1.0.0\nGate: soak pass: 31 m of 30 m\nGate: window\n  pass: open\n"
            + "Override: soak\nReason: urgent: login is broken\n");

    assertThat(runs().get(0).commit().subject()).isEqualTo("promote: stg — Größe");
    assertThat(runs().get(0).commit().trailers())
        .containsExactly(
            new Trailer("Release", "config-stg 1.0.0"),
            new Trailer("Gate", "soak pass: 31 m of 30 m"),
            new Trailer("Gate", "window pass: open"),
            new Trailer("Override", "soak"),
            new Trailer("Reason", "urgent: login is broken"));
    assertThat(runs().get(0).commit().trailer("reason")).hasValue("urgent: login is broken");
  }

  @Test
  void aPersonsOwnGitSettingsChangeNothing() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    List<Run> plain = runs();
    String[][] settings = {
      {"log.showSignature", "true"},
      {"log.diffMerges", "combined"},
      {"log.follow", "true"},
      {"log.date", "relative"},
      {"color.ui", "always"},
      {"format.pretty", "oneline"},
      {"core.abbrev", "4"},
      {"diff.renames", "copies"},
      {"diff.noprefix", "true"},
      {"diff.relative", "true"},
      {"i18n.logOutputEncoding", "ISO-8859-1"},
    };
    for (String[] setting : settings) {
      TestGit.run(repository.root, "config", setting[0], setting[1]);
    }
    assertThat(runs()).isEqualTo(plain);
  }

  @Test
  void whatABadMergeLeavesMovesNothing() throws IOException {
    repository.release("stg", 0, 1, "deploy: stg");
    String good = repository.files.read(STG);
    repository.files.write(STG, "<<<<<<< HEAD\n" + good);
    repository.commit("Bad merge");
    repository.files.write(STG, good.replace("digest: sha256:", "digest: sha"));
    repository.commit("Another one");
    repository.files.write(STG, good + "# A comment\n");
    repository.commit("Mended");
    repository.release("stg", 1, 2, "deploy: stg");

    assertThat(runs())
        .extracting(Run::pin)
        .containsExactly(Optional.of(release("stg", 1)), Optional.of(release("stg", 0)));
  }

  @Test
  void aPayloadIsUnknownWhereTheConfigModuleIsOfAnotherVersion() throws IOException {
    repository.write("stg", 0, 1);
    repository.files.replace("config-stg/Chart.yaml", "version: 1.0.0\ndep", "version: 1.0.9\ndep");
    repository.commit("A pin by hand");
    repository.files.replace("config-stg/Chart.yaml", "version: 1.0.9\ndep", "version: 1.0.0\ndep");
    repository.release("stg", 1, 1, "deploy: stg");

    assertThat(runs().get(1).payload()).isEmpty();
    assertThat(runs().get(0).kind()).isEqualTo(Kind.PROMOTION);
    assertThat(repository.history().payloadOf("stg", digest("stg", 0))).isEmpty();
    assertThat(repository.history().payloadOf("stg", digest("stg", 1))).hasValue(app(1));
    assertThat(repository.history().pinnedSince("stg")).hasValue(START.plusSeconds(7200));
  }

  @Test
  void anUnreadableConfigModuleMakesThePayloadUnknown() throws IOException {
    repository.write("stg", 0, 1);
    repository.files.write("config-stg/values.yaml", "hcomp-app: [\n");
    repository.commit("deploy: stg");
    repository.release("prd", 0, 1, "promote: prd");
    repository.write("prd", 1, 2);
    repository.files.replace("config-prd/Chart.yaml", "name: hcomp-app", "name: ' '");
    repository.commit("promote: prd");
    assertThat(runs().get(0).payload()).isEmpty();
    assertThat(repository.history().runs("prd").get(0).payload()).isEmpty();
  }

  @Test
  void oneDigestHasOnePayloadWhereverItIsFound() throws IOException {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    String module = repository.files.read("config-stg/Chart.yaml");
    repository.write("stg", 0, 1);
    repository.files.write("config-stg/Chart.yaml", module);
    repository.commit("The pin alone goes back");

    assertThat(runs().get(0).payload()).hasValue(app(1));
  }

  @Test
  void findsAReleaseWithTheCommitThatHasItsConfigModule() {
    String first = repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    History history = repository.history();

    PinnedRelease byVersion = history.release("stg", "1.0.0").orElseThrow();

    assertThat(byVersion.pin()).isEqualTo(release("stg", 0));
    assertThat(byVersion.commit().id()).isEqualTo(first);
    assertThat(byVersion.payload()).hasValue(app(1));
    assertThat(history.release("stg", digest("stg", 0).value())).hasValue(byVersion);
    assertThat(history.release("stg", "1.0.7")).isEmpty();
    assertThat(history.release("prd", "1.0.0")).isEmpty();
    TestGit.run(repository.root, "checkout", "--quiet", first, "--", "config-stg");
    assertThat(repository.workspace().config(repository.workspace().environment("stg")).payload())
        .isEqualTo(app(1));
  }

  @Test
  void aReleaseWhoseConfigModuleIsNowhereIsFoundWithoutItsPayload() throws IOException {
    repository.write("stg", 0, 1);
    repository.files.replace("config-stg/Chart.yaml", "version: 1.0.0\ndep", "version: 1.0.9\ndep");
    String commit = repository.commit("A pin by hand");

    assertThat(repository.history().release("stg", "1.0.0"))
        .hasValueSatisfying(
            release -> {
              assertThat(release.commit().id()).isEqualTo(commit);
              assertThat(release.payload()).isEmpty();
            });
  }

  @Test
  void aRollbackMakesNothingNewer() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    repository.release("stg", 0, 1, "rollback: stg");
    History history = repository.history();

    assertThat(history.isNewer("stg", digest("stg", 1), digest("stg", 0))).isTrue();
    assertThat(history.isNewer("stg", digest("stg", 0), digest("stg", 1))).isFalse();
    assertThat(history.isNewer("stg", digest("stg", 0), digest("stg", 0))).isFalse();
    assertThat(history.isNewer("stg", digest("stg", 1), digest("stg", 8))).isFalse();
    assertThat(history.isNewer("stg", digest("stg", 8), digest("stg", 1))).isFalse();
  }

  @Test
  void theNewestReleaseWithAPayloadIsTheOneThatWasPinnedLast() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    repository.release("stg", 2, 2, "more replicas");
    repository.release("stg", 0, 1, "rollback: stg");
    History history = repository.history();

    assertThat(history.newestWith("stg", app(2).fingerprint())).hasValue(digest("stg", 2));
    assertThat(history.newestWith("stg", app(1).fingerprint())).hasValue(digest("stg", 0));
    assertThat(history.newestWith("stg", Digest.of("another payload"))).isEmpty();
    assertThat(history.newestWith("prd", app(1).fingerprint())).isEmpty();
  }

  @Test
  void aPayloadIsPinnedSinceTheFirstOfTheReleasesThatCarryIt() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    repository.release("stg", 2, 2, "more replicas");
    repository.release("stg", 3, 2, "fewer replicas");

    assertThat(repository.history().pinnedSince("stg")).hasValue(START.plusSeconds(7200));
    assertThat(repository.history().pinnedSince("prd")).isEmpty();
  }

  @Test
  void aPayloadThatCameBackIsPinnedSinceThen() {
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    repository.release("stg", 2, 1, "deploy: stg");

    assertThat(repository.history().pinnedSince("stg")).hasValue(START.plusSeconds(3 * 3600));
  }

  @Test
  void otherFilesOfTheFolderAreNoEnvironments() throws IOException {
    repository.files.write("argocd-root/environments/README.md", "# Hello\n");
    repository.files.write("argocd-root/environments/more/stg.yaml", "cluster: c\n");
    repository.files.write("argocd-root/environments/naïve.yaml", "cluster: c\n");
    repository.commit("More files");
    assertThat(repository.history().environments()).containsExactly("stg", "prd");
  }

  @Test
  void aBranchThatIsNotCheckedOutIsReadToo() {
    repository.release("stg", 0, 1, "deploy: stg");
    TestGit.run(repository.root, "checkout", "--quiet", "-b", "topic");
    repository.release("stg", 1, 2, "deploy: stg");

    assertThat(History.read(repository.git, "main").runs("stg")).hasSize(1);
    assertThat(History.read(repository.git, "topic").runs("stg")).hasSize(2);
  }

  @Test
  void aShallowCloneIsRefused() {
    repository.release("stg", 0, 1, "deploy: stg");
    Path shallow = folder.resolve("shallow");
    TestGit.run(
        folder, "clone", "--quiet", "--depth=1", "file://" + repository.root, shallow.toString());
    assertThatThrownBy(() -> History.read(Git.open(shallow), "HEAD"))
        .hasMessageContaining("SHALLOW-CLONE")
        .hasMessageContaining("what ran where, and for how long, is told by history")
        .hasMessageContaining("git fetch --unshallow");
  }
}
