package com.hcomp.gitops.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Cluster HUB =
      new Cluster("hub", Path.of("kubectl"), Optional.empty(), Optional.of("one"));

  @TempDir Path folder;
  private Repository repository;
  private Workspace workspace;

  @BeforeEach
  void write() throws IOException {
    repository = Repository.dayOne(folder);
    values("https://github.com/acme/hcomp.git", "false");
  }

  @Test
  void withoutSpokesAllIsOnTheHubAndTheRootIsToldSo() {
    RootObjects.Told told = settings(List.of(), Optional.empty()).told(workspace);

    assertThat(told)
        .isEqualTo(
            new RootObjects.Told(
                "https://github.com/acme/hcomp.git", "main", Optional.empty(), Optional.of(true)));
  }

  @Test
  void whatGitSaysAlreadyIsLeftToGit() throws IOException {
    values("https://github.com/acme/hcomp.git", "true");

    assertThat(settings(List.of(), Optional.empty()).told(workspace).inCluster()).isEmpty();
    assertThat(spokes("stg=one,prd=two").told(workspace).inCluster()).contains(false);
    assertThat(spokes("stg=one,prd=two").registry(workspace))
        .isEqualTo(new RegistryAddress("registry.example.com/hcomp"));
  }

  @Test
  void anOwnerThatNobodyFilledInIsAskedFor() throws IOException {
    values("https://github.com/OWNER/hcomp.git", "false");

    assertThatThrownBy(() -> settings(List.of(), Optional.empty()).gitUrl(workspace))
        .hasMessageStartingWith("NO-GIT-URL")
        .hasMessageContaining("values.yaml:3")
        .hasMessageEndingWith("-Dgitops.gitUrl=https://<host>/<owner>/hcomp.git");
    assertThat(settings(List.of(), Optional.of("https://x/y.git")).gitUrl(workspace))
        .isEqualTo("https://x/y.git");
  }

  @Test
  void aPasswordInTheUrlIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> settings(List.of(), Optional.of("https://anna:hidden@host/a.git")))
        .hasMessageStartingWith("GIT-URL-LOGIN")
        .hasMessageNotContaining("hidden");
    assertThat(settings(List.of(), Optional.of("ssh://git@host/a.git")).gitUrl(workspace))
        .isEqualTo("ssh://git@host/a.git");
  }

  @Test
  void eachClusterHasItsContextAndMayHaveAnAddress() {
    List<Spoke> spokes =
        new Spokes("stg=admin@two@https://10.0.0.2:6443,prd=one").in(workspace, HUB);

    assertThat(spokes).extracting(Spoke::name).containsExactly("stg-cluster", "prd-cluster");
    assertThat(spokes)
        .extracting(spoke -> spoke.cluster().context().orElseThrow())
        .containsExactly("admin@two", "one");
    assertThat(spokes.get(0).server()).isEqualTo("https://10.0.0.2:6443");
  }

  @Test
  void allThatIsWrongWithSpokesIsToldAtOnce() {
    assertThatThrownBy(() -> new Spokes("qa=one,stg=").in(workspace, HUB))
        .hasMessageContaining("BAD-SPOKES  'qa=one'")
        .hasMessageContaining("BAD-SPOKES  'stg='")
        .hasMessageContaining("environments: stg, prd")
        .hasMessageContaining("SPOKE-MISSING  -Dgitops.spokes leads to no cluster for stg")
        .hasMessageContaining("-Dgitops.spokes=...,prd=<context>");
    assertThatThrownBy(() -> new Spokes("stg=one,prd=one").in(workspace, HUB))
        .hasMessageContaining("SPOKE-TWICE")
        .hasMessageContaining("stg-cluster and prd-cluster");
  }

  @Test
  void anAddressThatLeadsToThisMachineOnlyIsRefused() {
    Spoke spoke = new Spokes("stg=one@https://127.0.0.1:6443,prd=two").in(workspace, HUB).get(0);

    assertThatThrownBy(spoke::server)
        .hasMessageStartingWith("SPOKE-ADDRESS")
        .hasMessageContaining("https://127.0.0.1:6443");
  }

  private Settings spokes(String text) {
    return settings(new Spokes(text).in(workspace, HUB), Optional.empty());
  }

  private static Settings settings(List<Spoke> spokes, Optional<String> gitUrl) {
    return new Settings(
        HUB,
        spokes,
        gitUrl,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        "mvn gitops:bootstrap -Dgitops.hub=one");
  }

  private void values(String url, String inCluster) throws IOException {
    repository.write(
        "argocd-root/values.yaml",
        "name: hcomp\nregistry: registry.example.com/hcomp\nrepository: "
            + url
            + "\nrevision: main\ninCluster: "
            + inCluster
            + "\n");
    workspace = Workspace.open(folder);
  }
}
