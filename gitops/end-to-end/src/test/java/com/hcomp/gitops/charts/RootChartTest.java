package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The App-of-Apps chart: one Application for each environment that has a release. */
@Tag("slow")
class RootChartTest {
  private static final String DIGEST = "sha256:" + "9c".repeat(32);
  private static final String PLACE =
      "cluster: c\nnamespace: hcomp-test\nproject: staging\nrelease:\n";

  @TempDir Path folder;
  private Charts charts;

  @BeforeEach
  void prepare() {
    charts = new Charts(folder);
  }

  @Test
  void makesNothingBeforeTheFirstRelease() {
    assertThat(charts.render(charts.root("environments-first-day")).manifests()).isEmpty();
  }

  @Test
  void makesOneApplicationForEachEnvironmentThatHasARelease() {
    assertThat(charts.render(charts.root("environments-released")).manifests())
        .isEqualTo(Yaml.documents(Charts.fixture("expected/applications.yaml")));
  }

  @Test
  void oneClusterCanStandForAll() {
    Path root = charts.root("environments-released");

    Object destination =
        Yaml.at(
            charts.render(root, "--set", "inCluster=true").manifest("Application", "hcomp-prd-eu"),
            "spec",
            "destination");

    assertThat(Yaml.map(destination))
        .containsEntry("server", "https://kubernetes.default.svc")
        .containsEntry("namespace", "hcomp-prd-eu")
        .doesNotContainKey("name");
  }

  @Test
  void theFilesInGitAreRight() {
    charts.render(Charts.repository().resolve("argocd-root")).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 1.0.3                             | release.digest is missing",
        "version: 1.0.3, digest: 'sha256:12'        | release.digest \"sha256:12\" is not allowed",
        "version: 1.0.3, digest: latest             | release.digest \"latest\" is not allowed",
        "digest: 'DIGEST'                           | release.version is missing",
        "version: 1.0, digest: 'DIGEST'             | release.version is no text: 1",
        "version: ^1.0.0, digest: 'DIGEST'          | release.version \"^1.0.0\" is not allowed",
        "version: 1.0.3, digest: 'DIGEST', sum: 1   | unknown key release.sum",
        "version: 1.0.3, digest: 'DIGEST', image: 9 | release.image is no text: 9",
      })
  void refusesARelease(String release, String refusal) throws IOException {
    String text = PLACE.replace("release:\n", "release: {" + release + "}\n");

    assertThat(refusal("test.yaml", text.replace("DIGEST", DIGEST)))
        .contains("environments/test.yaml: " + refusal);
  }

  @Test
  void whatRanBeforeChangesNoApplication() throws IOException {
    Path root = charts.root("environments-released");
    Path file = root.resolve("environments/stg.yaml");
    Files.writeString(file, Files.readString(file) + past());

    assertThat(charts.render(root).manifests())
        .isEqualTo(Yaml.documents(Charts.fixture("expected/applications.yaml")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "soaked: PT2H10M   | soaked: 2 hours  | replaced[0].soaked \"2 hours\" is not allowed",
        "soaked: PT2H10M   | soaked: PT       | replaced[0].soaked \"PT\" is not allowed",
        "soaked: PT2H10M   | soaked: 7200     | replaced[0].soaked is no text: 7200",
        "soaked: PT2H10M   | since: PT2H      | replaced[0].soaked is missing",
        "soaked: PT2H10M   | since: PT2H      | unknown key replaced[0].since",
        "version: 1.0.2    | version: latest  | replaced[0].version \"latest\" is not allowed",
        "version: 1.0.1    | version: 1.0     | held[0].version is no text: 1",
        "payload: sha256   | payload: md5     | held[0].payload \"md5",
        "version: 1.0.1    | soaked: PT1H     | unknown key held[0].soaked",
        "'held:\n'          | 'held: none\nx:\n' | held is no list",
        "'replaced:\n'      | 'replaced:\n  - 1.0.1\n' | replaced[0] is not a mapping",
      })
  void refusesWhatRanBefore(String line, String other, String refusal) throws IOException {
    String text = (pinned() + past()).replace(unescaped(line), unescaped(other));

    assertThat(refusal("test.yaml", text)).contains("environments/test.yaml: " + refusal);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n");
  }

  private static String past() {
    return """
        replaced:
          - version: 1.0.2
            digest: DIGEST
            soaked: PT2H10M
        # Lists may stand at the margin too.
        held:
        - version: 1.0.1
          digest: DIGEST
          payload: DIGEST
        - version: 1.0.0
          digest: DIGEST
        """
        .replace("DIGEST", DIGEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "project: staging     | project: root          | project \"root\" is not allowed",
        "project: staging | project: default | project \"default\" is not allowed. Allowed: staging, production.",
        "project: staging     | ''                     | project is missing",
        "project: staging     | project: [staging]     | project is no text",
        "namespace: hcomp-test | namespace: argocd     | namespace argocd isn't ours",
        "namespace: hcomp-test | namespace: kube-system | namespace kube-system isn't ours",
        "namespace: hcomp-test | namespace: A          | namespace \"A\" is not allowed",
        "namespace: hcomp-test | ''                    | namespace is missing",
        "cluster: c           | ''                     | cluster is missing",
        "cluster: c           | cluster: '*'           | cluster \"*\" is not allowed",
        "cluster: c           | clutser: c             | unknown key clutser",
      })
  void refusesAPlace(String line, String other, String refusal) throws IOException {
    assertThat(refusal("test.yaml", pinned().replace(line, other)))
        .contains("environments/test.yaml: " + refusal);
  }

  @Test
  void refusesTwoReleasesInOneFileAsABadMergeLeavesThem() throws IOException {
    String release = "release:\n  version: 1.0.3\n  digest: " + DIGEST + "\n";

    assertThat(refusal("test.yaml", pinned() + release))
        .contains("environments/test.yaml: release is there twice");
    assertThat(refusal("test.yaml", pinned() + "  digest: " + DIGEST + "\n"))
        .contains("environments/test.yaml: digest is there twice");
    assertThat(refusal("test.yaml", pinned() + past() + past()))
        .contains("environments/test.yaml: replaced is there twice")
        .contains("environments/test.yaml: held is there twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a list\n", "a: b: c\n", "<<<<<<< HEAD\n"})
  void refusesWhatItCannotRead(String text) throws IOException {
    assertThat(refusal("test.yaml", text)).contains("environments/test.yaml: can't be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test.yml", "Test.yaml", "more/test.yaml", "README.md"})
  void refusesAFileThatWouldBeOverlooked(String name) throws IOException {
    assertThat(refusal(name, pinned()))
        .contains("environments/" + name + ": not the name of an environment's file");
  }

  @Test
  void refusesTwoEnvironmentsInOnePlace() throws IOException {
    Path root = charts.root("environments-released");
    Path environments = root.resolve("environments");
    Files.copy(environments.resolve("stg.yaml"), environments.resolve("twin.yaml"));

    assertThat(charts.render(root).refusal())
        .contains(
            "environments/twin.yaml: namespace hcomp-stg of cluster stg-cluster is that of"
                + " environments/stg.yaml already");
  }

  @Test
  void refusesTwoEnvironmentsInOneNamespaceOfTheOnlyCluster() throws IOException {
    Path root = charts.root("environments-released");
    Path file = root.resolve("environments/prd-eu.yaml");
    Files.writeString(file, Files.readString(file).replace("hcomp-prd-eu", "hcomp-stg"));

    charts.render(root).text();
    assertThat(charts.render(root, "--set", "inCluster=true").refusal())
        .contains("environments/stg.yaml: namespace hcomp-stg is that of environments/prd-eu.yaml");
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() throws IOException {
    Path root = charts.root("environments-released");
    Files.writeString(root.resolve("environments/one.yaml"), "cluster: c\n");
    Files.writeString(root.resolve("environments/two.yaml"), pinned().replace("staging", "root"));

    assertThat(charts.render(root).refusal())
        .contains("environments/one.yaml: namespace is missing")
        .contains("environments/one.yaml: project is missing")
        .contains("environments/two.yaml: project \"root\" is not allowed");
  }

  private String refusal(String file, String text) throws IOException {
    Path path = charts.root().resolve("environments").resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
    return charts.render(folder.resolve("argocd-root")).refusal();
  }

  private static String pinned() {
    return PLACE + "  version: 1.0.3\n  digest: " + DIGEST + "\n";
  }
}
