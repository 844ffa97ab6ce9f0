package com.hcomp.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.registry.LoginFiles;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RunningRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts from source to a real registry and back, with the real Helm. */
@Tag("slow")
class PublishedChartTest {
  @TempDir private static Path shared;
  private static RunningRegistry running;

  @TempDir private Path folder;
  private final ChartStaging staging = new ChartStaging();
  private Helm helm;
  private Registry registry;
  private String place;

  @BeforeAll
  static void startRegistry() throws IOException, InterruptedException {
    running = RunningRegistry.start(shared.resolve("registry"));
  }

  @AfterAll
  static void stopRegistry() {
    running.close();
  }

  @BeforeEach
  void takeAPlaceOfItsOwn(org.junit.jupiter.api.TestInfo test) {
    helm = new Helm(Programs.helm(), shared.resolve("helm-home"));
    LoginFiles none = new LoginFiles(folder.resolve("none"), folder.resolve("none"));
    registry = new Registry(running.address(), none);
    place = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void theSameContentGivesTheSameDigest() throws IOException {
    Path one = SampleCharts.app(folder.resolve("one"), "1.2.0");
    Path two = SampleCharts.app(folder.resolve("two"), "1.2.0");
    Files.setLastModifiedTime(two.resolve("values.yaml"), FileTime.from(Instant.EPOCH));

    Digest first = publish(release(packaged(one, "a"), "r1"), place + "/a");
    Digest second = publish(release(packaged(two, "b"), "r2"), place + "/b");

    assertThat(second).isEqualTo(first);
    assertThat(registry.digest(place + "/a/config-stg", "1.0.0")).contains(first);
    assertThat(registry.digest(place + "/a/config-stg", first.value())).contains(first);
  }

  @Test
  void aReleaseHoldsItsChartAndComesBackAsItWas() throws IOException {
    Path app = packaged(SampleCharts.app(folder.resolve("app"), "1.2.0"), "app");
    Path release = release(app, "release");
    Digest digest = publish(release, place);

    byte[] archive = registry.chartArchive(place + "/config-stg", digest);
    ChartArchive published = ChartArchive.read(archive, "published");

    assertThat(archive).isEqualTo(Files.readAllBytes(release));
    assertThat(published.name()).isEqualTo("config-stg");
    assertThat(published.version()).hasToString("1.0.0");
    assertThat(published.files().keySet())
        .containsExactly(
            "Chart.yaml",
            "charts/hcomp-app/.helmignore",
            "charts/hcomp-app/Chart.yaml",
            "charts/hcomp-app/templates/settings.yaml",
            "charts/hcomp-app/values.yaml",
            "values.yaml");
    assertThat(HostMention.registryHosts(published, running.address().host())).isEmpty();
    assertThat(helm.template(release, "config-stg", "apps")).contains("replicas: \"5\"");
  }

  @Test
  void thePackageOfAnotherCompressorIsEqual() throws IOException {
    Path packaged = packaged(SampleCharts.app(folder.resolve("app"), "1.2.0"), "app");
    ChartArchive built = ChartArchive.read(packaged);
    TestArchive other = new TestArchive();
    built.files().forEach((path, content) -> other.file("hcomp-app/" + path, content));
    Path otherPackage = folder.resolve("hcomp-app-1.2.0.tgz");
    Files.write(otherPackage, other.bytes());
    assertThat(otherPackage).binaryContent().isNotEqualTo(Files.readAllBytes(packaged));

    Digest digest = publish(otherPackage, place);

    ChartArchive published =
        ChartArchive.read(registry.chartArchive(place + "/hcomp-app", digest), "published");
    assertThat(ChartDifference.compare(built, published).isEmpty()).isTrue();
  }

  @Test
  void aChangedValueIsNamedWithBothValues() throws IOException {
    Path app = packaged(SampleCharts.app(folder.resolve("app"), "1.2.0"), "app");
    Digest digest = publish(release(app, "release"), place);
    Path source = folder.resolve("release-source");
    SampleCharts.write(source.resolve("values.yaml"), "hcomp-app:\n  replicas: 2\n");
    Path staged = folder.resolve("changed");
    staging.stage(source, staged, List.of(app), Optional.empty());

    ChartArchive built =
        ChartArchive.read(helm.packageChart(staged, folder.resolve("changed-out")));
    ChartArchive published =
        ChartArchive.read(registry.chartArchive(place + "/config-stg", digest), "published");

    assertThat(ChartDifference.compare(built, published).lines("config-stg/"))
        .containsExactly("config-stg/values.yaml:2  replicas: 2          published: 5");
  }

  @Test
  void tagsAreListedAndNeverMoved() throws IOException {
    Digest one = publish(packaged(SampleCharts.app(folder.resolve("1"), "1.0.0"), "1"), place);
    Digest two = publish(packaged(SampleCharts.app(folder.resolve("2"), "2.0.0"), "2"), place);
    String repository = place + "/hcomp-app";

    registry.tag(repository, one, "stable");
    registry.tag(repository, one, "stable");

    assertThat(registry.tags(repository)).containsExactly("1.0.0", "2.0.0", "stable");
    assertThat(registry.digest(repository, "stable")).contains(one);
    assertThatThrownBy(() -> registry.tag(repository, two, "stable"))
        .hasMessageStartingWith("TAG-TAKEN")
        .hasMessageContaining("/hcomp/" + repository + ":stable is already published")
        .hasMessageContaining("published: " + one)
        .hasMessageContaining("wanted:    " + two);
    assertThat(registry.digest(repository, "stable")).contains(one);
  }

  @Test
  void whatIsNotPublishedIsNotThere() throws IOException {
    String repository = place + "/hcomp-app";
    assertThat(registry.tags(repository)).isEmpty();
    assertThat(registry.digest(repository, "1.0.0")).isEmpty();

    publish(packaged(SampleCharts.app(folder.resolve("1"), "1.0.0"), "1"), place);

    assertThat(registry.digest(repository, "1.0.1")).isEmpty();
    Digest unknown = Digest.of("unknown");
    assertThatThrownBy(() -> registry.chartArchive(repository, unknown))
        .hasMessageStartingWith("ARTIFACT-MISSING")
        .hasMessageContaining(repository + "@" + unknown.abbreviated());
    assertThatThrownBy(() -> registry.tag(repository, unknown, "x"))
        .hasMessageStartingWith("ARTIFACT-MISSING");
  }

  private Digest publish(Path packaged, String below) {
    return helm.push(packaged, running.address().resolve(below));
  }

  private Path packaged(Path source, String name) {
    Path staged = folder.resolve(name + "-staged");
    staging.stage(source, staged, List.of(), Optional.empty());
    return helm.packageChart(staged, folder.resolve(name + "-out"));
  }

  private Path release(Path app, String name) throws IOException {
    Path source = SampleCharts.release(folder.resolve(name + "-source"), "1.0.0", "1.2.0");
    Path staged = folder.resolve(name + "-staged");
    staging.stage(source, staged, List.of(app), Optional.empty());
    return helm.packageChart(staged, folder.resolve(name + "-out"));
  }
}
