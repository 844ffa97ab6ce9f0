package com.hcomp.gitops.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/hcomp.git, https://github.com/acme/hcomp",
    "https://github.com/acme/hcomp, https://github.com/acme/hcomp",
    "https://name:secret@git.example.com:8443/a/b/hcomp.git, https://git.example.com:8443/a/b/hcomp",
    "git@github.com:acme/hcomp.git, https://github.com/acme/hcomp",
    "ssh://git@git.example.com:2222/acme/hcomp.git, https://git.example.com/acme/hcomp"
  })
  void isToldFromTheRemoteWithoutItsLogin(String remote, String address) {
    assertThat(WebAddress.of(remote)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/srv/git/hcomp.git", "../hcomp", "file:///srv/git/hcomp.git"})
  void isNotGuessed(String remote) {
    assertThat(WebAddress.of(remote)).isEmpty();
  }

  @Test
  void isThatOfOrigin(@TempDir Path folder) {
    Git git = TestGit.init(folder);
    assertThat(WebAddress.of(git)).isEqualTo(Optional.empty());

    git.output("remote", "add", "origin", "git@github.com:acme/hcomp.git");
    assertThat(WebAddress.of(git)).contains("https://github.com/acme/hcomp");
  }
}
