package com.hcomp.gitops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two real registries, of which the second wants a login. */
@Tag("slow")
class RegistryCopyTest {
  @TempDir private Path folder;

  private RunningRegistry old;
  private RunningRegistry other;
  private Registry from;
  private Registry to;

  @BeforeEach
  void start() throws Exception {
    old = RunningRegistry.start(folder.resolve("old"));
    other = RunningRegistry.startWithLogin(Files.createDirectories(folder.resolve("other")));
    LoginFiles logins =
        new LoginFiles(
            folder.resolve("none.json"),
            Files.writeString(
                folder.resolve("docker.json"),
                "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
                    .formatted(
                        other.address().host(), RunningRegistry.NAME, RunningRegistry.PASSWORD)));
    from = new Registry(old.address());
    to = new Registry(other.address(), logins);
  }

  @AfterEach
  void stop() {
    old.close();
    other.close();
  }

  @Test
  void anImageForSeveralPlatformsKeepsItsDigestAndAllThatIsInIt() throws Exception {
    push("1", Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux")));
    push("2", Set.of(new Platform("amd64", "linux")));

    assertThat(new RegistryCopy(from, to).repository("app")).containsExactly("1", "2");
    for (String tag : List.of("1", "2")) {
      Digest digest = from.digest("app", tag).orElseThrow();
      assertThat(to.digest("app", tag)).hasValue(digest);
      for (String architecture : tag.equals("1") ? List.of("amd64", "arm64") : List.of("amd64")) {
        ImageReader copy = new ImageReader(to);
        ImageContent content = copy.content("app", tag, architecture);
        assertThat(content.layers())
            .isNotEmpty()
            .allSatisfy(layer -> assertThat(copy.layer("app", layer)).isNotEmpty());
      }
    }
  }

  @Test
  void aChartIsTheSameThereForTheGoals() throws Exception {
    Workspace workspace = Workspace.open(Repository.dayOne(folder.resolve("work")).root());
    Candidate chart = publisher(from).chart(workspace.charts().get(0));
    Digest digest = publisher(from).publish(chart);

    new RegistryCopy(from, to).repository("charts/hcomp-app");
    assertThat(publisher(to).publish(chart)).isEqualTo(digest);
    assertThat(chart.chart().version()).isEqualTo(new Version("1.0.0"));
  }

  @Test
  void whatIsThereStaysAndASecondRunCopiesWhatIsNew() throws Exception {
    push("1", Set.of(new Platform("amd64", "linux")));
    new RegistryCopy(from, to).repository("app");
    push("2", Set.of(new Platform("arm64", "linux")));
    new RegistryCopy(from, to).repository("app");
    assertThat(to.tags("app")).containsExactly("1", "2");

    Digest first = from.digest("app", "1").orElseThrow();
    to.tag("app", first, "3");
    push("3", Set.of(new Platform("arm64", "linux")));
    assertThatThrownBy(() -> new RegistryCopy(from, to).repository("app"))
        .hasMessageContaining("TAG-TAKEN");
    assertThat(to.digest("app", "3")).hasValue(first);
  }

  @Test
  void whatWasNeverPublishedIsNotCopied() {
    assertThat(new RegistryCopy(from, to).repository("app")).isEmpty();
    assertThat(to.tags("app")).isEmpty();
  }

  private Publisher publisher(Registry registry) {
    return new Publisher(
        registry, new Helm(Programs.helm()), folder.resolve("scratch"), "mvn", Report.silent());
  }

  private void push(String tag, Set<Platform> platforms) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");
    JibContainerBuilder builder =
        Jib.fromScratch().setPlatforms(platforms).addLayer(List.of(file), "/").addLabel("tag", tag);
    builder.containerize(
        Containerizer.to(RegistryImage.named(old.address() + "/app:" + tag))
            .setAllowInsecureRegistries(true));
  }
}
