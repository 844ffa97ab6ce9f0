package com.hcomp.gitops.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.bootstrap.BootstrapPlan.Stage;
import com.hcomp.gitops.bootstrap.Change.Action;
import com.hcomp.gitops.bootstrap.LoginSource.Login;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.JsonOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapPlanTest {
  private static final Cluster HUB =
      new Cluster("hub", Path.of("kubectl"), Optional.empty(), Optional.of("one"));
  private static final ArgoCdSecrets SECRETS = new ArgoCdSecrets("hcomp");

  @Test
  void everyObjectHasALineAndTheChangedFieldsBelow() {
    assertThat(plan().text())
        .isEqualTo(
            """
              hub  create     Secret argocd/hcomp-git
              hub  change     Secret argocd/hcomp-registry
                  field0: a -> b
                  field1: a -> b
                  field2: a -> b
                  field3: a -> b
                  field4: a -> b
                  field5: a -> b
                  … and 2 more fields
              hub  unchanged  Secret argocd/cluster-stg-cluster

              Git  https://x

              1 to create, 1 to change, 1 as they should be"""
                .indent(2)
                .replace("\n  \n", "\n\n")
                .stripTrailing());
    assertThat(plan().isEmpty()).isFalse();
  }

  @Test
  void noSecretIsInIt() {
    BootstrapPlan plan = plan();

    assertThat(plan.text() + plan + new JsonOutput().text(plan.json()))
        .doesNotContain("hidden", "aGlkZGVu");
  }

  @Test
  void aSecretForAPlainRegistryNeedsNoLogin() {
    Manifest secret =
        SECRETS.registry(new RegistryAddress("registry.local:5000/hcomp", true), Optional.empty());

    assertThat(secret.text())
        .contains("\"argocd.argoproj.io/secret-type\":\"repo-creds\"")
        .contains("\"insecureOCIForceHttp\":\"dHJ1ZQ==\"")
        .doesNotContain("username");
  }

  private static BootstrapPlan plan() {
    Login login = new Login("anna", "hidden", "somewhere");
    Manifest git = SECRETS.git("https://x", login);
    Manifest registry = SECRETS.registry(new RegistryAddress("ghcr.io/x"), Optional.of(login));
    Manifest cluster =
        SECRETS.spoke("stg-cluster", "https://10.0.0.2", new Spoke.Access("hidden", "pem"));
    List<String> fields = IntStream.range(0, 8).mapToObj(i -> "field" + i + ": a -> b").toList();
    Batch batch = RootObjects.batch(HUB, List.of(git, registry, cluster));
    return new BootstrapPlan(
        List.of(
            new Stage(
                batch,
                List.of(
                    new Change("hub", git, Action.CREATE, List.of()),
                    new Change("hub", registry, Action.CHANGE, fields),
                    new Change("hub", cluster, Action.UNCHANGED, List.of())))),
        List.of("Git  https://x"),
        "mvn gitops:bootstrap -Dgitops.apply");
  }
}
