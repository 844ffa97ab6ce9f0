package com.hcomp.gitops.codehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which repository it is, from the variables and the remote; and when there is none. */
class GitHubAddressTest {
  private static final Map<String, String> TOKEN = Map.of("GITHUB_TOKEN", "ghs_x");

  private static Optional<GitHubAddress> find(Map<String, String> environment, String origin) {
    return GitHubAddress.find(environment, Optional.of(origin)).address();
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> all = new HashMap<>(TOKEN);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/acme/hcomp.git",
        "https://github.com/acme/hcomp",
        "https://GitHub.com/acme/hcomp/",
        "https://x-access-token:secret@github.com/acme/hcomp.git",
        "git@github.com:acme/hcomp.git",
        "ssh://git@github.com/acme/hcomp.git",
        "ssh://git@github.com:22/acme/hcomp"
      })
  void theRemoteNamesTheRepository(String origin) {
    GitHubAddress address = find(TOKEN, origin).orElseThrow();
    assertThat(address.repository()).isEqualTo("acme/hcomp");
    assertThat(address.api()).hasToString("https://api.github.com");
    assertThat(address).hasToString("acme/hcomp on github.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/root/.cache/hcomp/local/git/hcomp.git",
        "file:///srv/git/hcomp.git",
        "https://gitlab.com/acme/hcomp.git",
        "https://github.com.evil.example/acme/hcomp.git",
        "https://evil.example/github.com/acme/hcomp.git",
        "git@gitlab.com:acme/hcomp.git"
      })
  void anotherRemoteIsNoCodeHost(String origin) {
    CodeHost host = CodeHost.of(TOKEN, Optional.of(origin), Path.of("target"));
    assertThat(host).isInstanceOf(BranchOnly.class);
    assertThat(host.describe())
        .isEqualTo(
            "branches only: the remote is not on github.com, and GITHUB_REPOSITORY is not set");
  }

  @Test
  void withoutATokenThereIsNoCodeHost() {
    CodeHost host =
        CodeHost.of(
            Map.of("GITHUB_REPOSITORY", "acme/hcomp", "GITHUB_TOKEN", " "),
            Optional.of("https://github.com/acme/hcomp.git"),
            Path.of("target"));
    assertThat(host.describe())
        .isEqualTo("branches only: neither GITHUB_TOKEN nor GH_TOKEN is set");
  }

  @Test
  void theVariablesWinOverTheRemote() {
    GitHubAddress address =
        find(with("GITHUB_REPOSITORY", "acme/other", "GH_TOKEN", "ghs_app"), "/srv/git/hcomp.git")
            .orElseThrow();
    assertThat(address.repository()).isEqualTo("acme/other");
    assertThat(address.token()).isEqualTo("ghs_app");
  }

  @Test
  void anEnterpriseServerIsFoundByItsApi() {
    Map<String, String> server = with("GITHUB_API_URL", "https://git.acme.example/api/v3/");
    GitHubAddress address = find(server, "git@git.acme.example:acme/hcomp.git").orElseThrow();
    assertThat(address.api()).hasToString("https://git.acme.example/api/v3");
    assertThat(address).hasToString("acme/hcomp on git.acme.example");
    assertThat(find(server, "https://github.com/acme/hcomp.git")).isEmpty();
    Map<String, String> cloud = with("GITHUB_API_URL", "https://api.acme.ghe.com");
    assertThat(find(cloud, "https://acme.ghe.com/acme/hcomp.git")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://git.acme.example/api/v3",
        "git.acme.example",
        "https://user:secret@git.acme.example/api/v3",
        "https://git acme"
      })
  void theTokenIsSentNowhereElse(String api) {
    assertThatThrownBy(() -> find(with("GITHUB_API_URL", api), "git@github.com:acme/hcomp.git"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("GITHUB-SETTINGS")
        .hasMessageContaining("GITHUB_API_URL")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("ghs_x");
  }

  @Test
  void whatIsMalformedIsAProblem() {
    assertThatThrownBy(() -> find(with("GITHUB_REPOSITORY", "hcomp"), "/srv/git"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not owner/name: 'hcomp'");
    assertThatThrownBy(() -> find(with("GITHUB_TOKEN", "ghs_\nx"), "/srv/git"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("a line break or the like")
        .hasMessageNotContaining("ghs_");
  }
}
