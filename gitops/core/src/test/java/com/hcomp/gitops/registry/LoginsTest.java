package com.hcomp.gitops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.registry.Logins.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {
  @TempDir private Path folder;

  @Test
  void filesLieWhereHelmAndDockerLook() {
    Path home = Path.of("/home/anna");

    assertThat(LoginFiles.of(Map.of(), home, "linux"))
        .isEqualTo(
            new LoginFiles(
                home.resolve(".config/helm/registry/config.json"),
                home.resolve(".docker/config.json")));
    assertThat(LoginFiles.of(Map.of(), home, "mac os x").helm())
        .isEqualTo(home.resolve("Library/Preferences/helm/registry/config.json"));
    assertThat(LoginFiles.of(Map.of("XDG_CONFIG_HOME", "/x"), home, "linux").helm())
        .isEqualTo(Path.of("/x/helm/registry/config.json"));
    assertThat(
            LoginFiles.of(
                Map.of("HELM_REGISTRY_CONFIG", "/r.json", "DOCKER_CONFIG", "/d"), home, "linux"))
        .isEqualTo(new LoginFiles(Path.of("/r.json"), Path.of("/d/config.json")));
  }

  @Test
  void helmsLoginComesBeforeDockers() throws IOException {
    Logins logins =
        logins(
            "{'auths':{'a.io':{'username':'helm','password':'1'}}}",
            "{'auths':{'a.io':{'username':'docker','password':'2'},"
                + "'https://b.io/v1/':{'username':'old','password':'3'}}}");

    assertThat(logins.find("a.io")).contains(new Login("helm", "1"));
    assertThat(logins.find("b.io")).contains(new Login("old", "3"));
    assertThat(logins.find("a.io:5000")).isEmpty();
  }

  @Test
  void aHelperProgramThatIsMissingIsNamed() throws IOException {
    Logins logins = logins("{}", "{'credHelpers':{'a.io':'not-there'}}");

    assertThat(logins.find("b.io")).isEmpty();
    assertThatThrownBy(() -> logins.find("a.io"))
        .hasMessageStartingWith("REGISTRY-LOGIN")
        .hasMessageContaining("docker.json: docker-credential-not-there can't be started");
  }

  @Test
  void aFileThatIsBrokenIsNamedWithoutItsContent() throws IOException {
    assertThatThrownBy(() -> logins("{'auths':{'a.io':{'auth':'c2VjcmV0'}}}", "{}").find("a.io"))
        .hasMessageStartingWith("REGISTRY-LOGIN")
        .hasMessageContaining("its entry for a.io is not what a login writes")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> logins("{", "{}").find("a.io"))
        .hasMessageStartingWith("REGISTRY-LOGIN")
        .hasMessageContaining("helm.json: it is no JSON");
  }

  private Logins logins(String helm, String docker) throws IOException {
    return new Logins(
        new LoginFiles(
            Files.writeString(folder.resolve("helm.json"), helm.replace('\'', '"')),
            Files.writeString(folder.resolve("docker.json"), docker.replace('\'', '"'))));
  }
}
