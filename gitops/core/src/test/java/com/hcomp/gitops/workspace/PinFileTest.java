package com.hcomp.gitops.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pin file keeps of releases before. */
class PinFileTest {
  private static final String STG = "argocd-root/environments/stg.yaml";
  private static final String PLACE =
      "# Where it is\ncluster: stg-cluster\nnamespace: hcomp-stg\nproject: staging\n";
  private static final Payload PAYLOAD =
      new Payload(
          List.of(
              new Component(
                  new ChartRef("hcomp-app", new Version("1.0.0")),
                  Optional.empty(),
                  Optional.of("app-service"),
                  Optional.of(new ImageRef("app-service", "9f31c2a4b7de", Digest.of("image"))))));

  @TempDir Path folder;
  private Repository repository;

  @BeforeEach
  void write() throws IOException {
    repository = Repository.dayOne(folder);
    repository.write(STG, PLACE);
  }

  private static Pin release(int patch) {
    return new Pin(new Version("1.0." + patch), Digest.of("release " + patch));
  }

  private static Replaced replaced(int patch, String soaked) {
    return new Replaced(release(patch), Duration.parse(soaked));
  }

  private static Held held(int patch) {
    return new Held(release(patch), Optional.of(PAYLOAD.fingerprint()));
  }

  private Environment pin(int patch, List<Replaced> replaced, List<Held> held) {
    Workspace workspace = Workspace.open(folder);
    return workspace.pin(workspace.environment("stg"), release(patch), PAYLOAD, replaced, held);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Held releaseAlone = new Held(release(4), Optional.empty());
    List<Replaced> replaced = List.of(replaced(6, "PT10M"), replaced(5, "PT26H10M3S"));
    List<Held> held = List.of(held(7), releaseAlone);

    Environment written = pin(8, replaced, held);

    assertThat(written).isEqualTo(Workspace.open(folder).environment("stg"));
    assertThat(written.pin()).hasValue(release(8));
    assertThat(written.replaced()).isEqualTo(replaced);
    assertThat(written.held()).isEqualTo(held);
    assertThat(repository.read(STG))
        .isEqualTo(
            PLACE
                + "release:\n  version: 1.0.8\n  digest: "
                + release(8).digest()
                + "\n  chart: 1.0.0\n  image: \"9f31c2a4b7de\"\nreplaced:\n  - version: 1.0.6\n    digest: "
                + release(6).digest()
                + "\n    soaked: PT10M\n  - version: 1.0.5\n    digest: "
                + release(5).digest()
                + "\n    soaked: PT26H10M3S\nheld:\n  - version: 1.0.7\n    digest: "
                + release(7).digest()
                + "\n    payload: "
                + PAYLOAD.fingerprint()
                + "\n  - version: 1.0.4\n    digest: "
                + release(4).digest()
                + "\n");
  }

  @Test
  void whatSoakedNoLongerThanANewerOneIsDropped() {
    Environment written =
        pin(
            9,
            List.of(
                replaced(8, "PT10M"),
                replaced(7, "PT10M"),
                replaced(6, "PT5M"),
                replaced(5, "PT11M"),
                replaced(4, "PT1S")),
            List.of());
    assertThat(written.replaced()).containsExactly(replaced(8, "PT10M"), replaced(5, "PT11M"));
  }

  @Test
  void theReleaseThatIsPinnedAgainVanishesAndHidesNothing() {
    Environment written =
        pin(7, List.of(replaced(8, "PT1M"), replaced(7, "PT9H"), replaced(6, "PT2H")), List.of());
    assertThat(written.replaced()).containsExactly(replaced(8, "PT1M"), replaced(6, "PT2H"));
  }

  @Test
  void fiveAreKept() {
    List<Replaced> seven =
        List.of(
            replaced(8, "PT1M"),
            replaced(7, "PT2M"),
            replaced(6, "PT3M"),
            replaced(5, "PT4M"),
            replaced(4, "PT5M"),
            replaced(3, "PT6M"),
            replaced(2, "PT7M"));
    assertThat(pin(9, seven, List.of()).replaced()).isEqualTo(seven.subList(0, 5));
  }

  @Test
  void nothingIsHeldTwice() {
    Held releaseAlone = new Held(release(8), Optional.empty());
    Environment written =
        pin(7, List.of(), List.of(held(8), releaseAlone, held(8), held(6), releaseAlone));
    assertThat(written.held()).containsExactly(held(8), releaseAlone, held(6));
  }

  @Test
  void aPinThatMovesKeepsWhatIsKnownOfReleasesBefore() {
    Environment before =
        pin(8, List.of(replaced(7, "PT1M"), replaced(6, "PT1H")), List.of(held(5)));
    Environment after = Workspace.open(folder).pin(before, release(7), PAYLOAD);
    assertThat(after.replaced()).containsExactly(replaced(6, "PT1H"));
    assertThat(after.held()).containsExactly(held(5));
  }

  @Test
  void entriesThatStayKeepTheirComments() throws IOException {
    pin(8, List.of(replaced(7, "PT1M"), replaced(6, "PT1H")), List.of(held(5), held(4)));
    String commented =
        repository
            .read(STG)
            .replace("replaced:", "replaced: # ours")
            .replace("  - version: 1.0.6", "  # a good one\n  - version: '1.0.6' # was fine")
            .replace("  - version: 1.0.5", "  # broke the login page\n  - version: 1.0.5")
            .replace("  - version: 1.0.4", "  # see the incident\n  - version: 1.0.4");
    repository.write(STG, commented);

    pin(
        9,
        List.of(replaced(8, "PT20M"), replaced(7, "PT1M"), replaced(6, "PT1H")),
        List.of(held(4)));

    String entry7 =
        "  - version: 1.0.7\n    digest: " + release(7).digest() + "\n    soaked: PT1M\n";
    String entry8 =
        "  - version: 1.0.8\n    digest: " + release(8).digest() + "\n    soaked: PT20M\n";
    String held5 =
        "  - version: 1.0.5\n    digest: "
            + release(5).digest()
            + "\n    payload: "
            + PAYLOAD.fingerprint()
            + "\n";
    assertThat(repository.read(STG))
        .isEqualTo(
            commented
                .replace("  version: 1.0.8\n", "  version: 1.0.9\n")
                .replaceFirst(release(8).digest().value(), release(9).digest().value())
                .replace(entry7, entry8)
                .replace(held5, ""));
  }

  @Test
  void listsThatRunEmptyGo() throws IOException {
    pin(8, List.of(replaced(7, "PT1M")), List.of(held(5)));
    pin(9, List.of(), List.of());
    assertThat(repository.read(STG)).startsWith(PLACE).doesNotContain("replaced", "held");
  }

  @Test
  void everythingThatIsMalformedIsNamedWithItsLine() throws IOException {
    repository.write(
        STG,
        PLACE
            + "replaced:\n  - version: latest\n    digest: sha256:12\n    soaked: -PT5M\n"
            + "  - 1.0.3\nheld:\n  - version: 1.0.3\n    since: today\n    payload: none\n");
    assertThatThrownBy(() -> Workspace.open(folder).environments())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.code() + " " + line(problem))
                    .containsExactly(
                        "BAD-REPLACED 6",
                        "BAD-REPLACED 7",
                        "BAD-REPLACED 8",
                        "BAD-REPLACED 9",
                        "BAD-REPLACED 9",
                        "BAD-REPLACED 9",
                        "BAD-HELD 12",
                        "BAD-HELD 11",
                        "BAD-HELD 13"))
        .hasMessageContaining("'latest' is no version for an entry of replaced")
        .hasMessageContaining("'-PT5M' is no soaked")
        .hasMessageContaining("unknown key since. Allowed: version, digest, payload")
        .hasMessageContaining("git checkout -- ");
  }

  private static int line(Problem problem) {
    return problem.location() == null ? -1 : problem.location().line();
  }

  @Test
  void somethingElseThanAListIsRefused() throws IOException {
    repository.write(STG, PLACE + "replaced: none\nheld:\n  version: 1.0.3\n");
    assertThatThrownBy(() -> Workspace.open(folder).environments())
        .hasMessageContaining("BAD-REPLACED  Replaced is no list")
        .hasMessageContaining("stg.yaml:5")
        .hasMessageContaining("BAD-HELD  Held is no list")
        .hasMessageContaining("stg.yaml:6");
  }

  @Test
  void emptyListsAreNoMistake() throws IOException {
    repository.write(STG, PLACE + "replaced: []\nheld:\n");
    assertThat(pin(8, List.of(replaced(7, "PT1M")), List.of(held(5))).replaced())
        .containsExactly(replaced(7, "PT1M"));
    assertThat(repository.read(STG))
        .contains("replaced:\n  - version: 1.0.7\n")
        .contains("held:\n  - ");
  }
}
