package com.hcomp.gitops.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.bootstrap.LoginSource.Login;
import com.hcomp.gitops.registry.LoginFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginSourceTest {
  private static final String OPTION = "gitops.registryLogin";

  @TempDir Path folder;
  private LoginFiles files;

  @BeforeEach
  void logIn() throws IOException {
    files = new LoginFiles(folder.resolve("helm.json"), folder.resolve("docker.json"));
    Files.writeString(
        files.docker(),
        "{'auths':{'ghcr.io':{'username':'anna','password':'hidden'},".replace('\'', '"')
            + "'b.io':{'identitytoken':'hidden'}}}".replace('\'', '"'));
  }

  @Test
  void aVariableHoldsANameAndAToken() {
    LoginSource source = LoginSource.parse(OPTION, "env:LOGIN", true);

    assertThat(source.read("ghcr.io", Map.of("LOGIN", "anna:hidden\n"), files))
        .isEqualTo(new Login("anna", "hidden", "the environment variable LOGIN"))
        .hasToString("anna from the environment variable LOGIN");
    assertThat(source.read("ghcr.io", Map.of("LOGIN", "hidden"), files).user())
        .isEqualTo("x-access-token");
  }

  @Test
  void theDockerLoginIsThatOfExactlyThisHost() {
    LoginSource source = LoginSource.parse(OPTION, "docker", true);

    assertThat(source.read("ghcr.io", Map.of(), files))
        .isEqualTo(new Login("anna", "hidden", files.docker() + ", the entry for ghcr.io"));
    assertThatThrownBy(() -> source.read("ghcr.io:5000", Map.of(), files))
        .hasMessageStartingWith("NO-LOGIN")
        .hasMessageEndingWith("docker login ghcr.io:5000");
    assertThatThrownBy(() -> source.read("b.io", Map.of(), files))
        .hasMessageStartingWith("NO-LOGIN")
        .hasMessageContaining("identity token")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void anEmptyVariableIsNamed() {
    assertThatThrownBy(
            () -> LoginSource.parse(OPTION, "env:LOGIN", true).read("a.io", Map.of(), files))
        .hasMessageStartingWith("NO-LOGIN")
        .hasMessageContaining("LOGIN, which is empty");
  }

  @Test
  void aSecretThatWasTypedInPlaceOfItsNameIsNotRepeated() {
    assertThatThrownBy(() -> LoginSource.parse(OPTION, "ghp_hidden", true))
        .hasMessageStartingWith("BAD-LOGIN-SOURCE")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> LoginSource.parse("gitops.gitLogin", "docker", false))
        .hasMessageStartingWith("BAD-LOGIN-SOURCE")
        .hasMessageEndingWith("-Dgitops.gitLogin=env:TOKEN");
  }
}
