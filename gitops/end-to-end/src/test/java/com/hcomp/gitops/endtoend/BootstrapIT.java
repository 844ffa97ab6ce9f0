package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.bootstrap.ArgoCdManifest;
import com.hcomp.gitops.bootstrap.BootstrapPlan;
import com.hcomp.gitops.bootstrap.Readiness;
import com.hcomp.gitops.bootstrap.Settings;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A person's own clusters get Argo CD: for real, as far as API servers without nodes go. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootstrapIT {
  private Path folder;
  private BootstrapScene scene;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    scene = BootstrapScene.start(temporary);
  }

  @AfterAll
  void stop() {
    scene.clusters().close();
    assertThat(scene.clusters().remains()).isEmpty();
  }

  @Test
  @Order(1)
  void aPlanTouchesNothing() {
    String hub = scene.clusters().contents(BareClusters.HUB);

    BootstrapPlan plan = scene.plan(scene.settings());

    assertThat(plan.text())
        .containsPattern("stg-cluster +create +ServiceAccount kube-system/argocd-manager")
        .containsPattern("hub +create +Namespace argocd")
        .containsPattern("hub +create +CustomResourceDefinition applications.argoproj.io")
        .containsPattern("hub +create +Secret argocd/cluster-stg-cluster")
        .containsPattern("hub +create +AppProject argocd/staging")
        .containsPattern("hub +create +Application argocd/hcomp-root")
        .contains("0 to change, 0 as they should be", "no login asked for");
    assertThat(scene.clusters().contents(BareClusters.HUB)).isEqualTo(hub);
    // Its controllers make things of their own at any time.
    assertThat(scene.clusters().contents(BareClusters.SPOKE))
        .contains("kube-system")
        .doesNotContain("argocd");
  }

  @Test
  @Order(2)
  void anotherManifestThanTheRecordedOneIsRefused() throws IOException {
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"), Files.readString(scene.manifest()) + "# more\n");

    assertThatThrownBy(() -> scene.plan(scene.settings(other, false, false)))
        .hasMessageStartingWith("ARGOCD-MANIFEST")
        .hasMessageContaining("recorded  " + ArgoCdManifest.recorded().digest());
    assertThat(scene.onHub("get", "namespace", "argocd")).contains("not found");
  }

  @Test
  @Order(3)
  void applyingMakesItAllAndAgainChangesNothing() {
    scene.apply(scene.settings(), scene.plan(scene.settings()));

    assertThat(scene.onHub("get", "appprojects", "--output=name").lines())
        .map(line -> line.replaceFirst(".*/", ""))
        .containsExactly("default", "production", "root", "staging");
    assertThat(scene.root("{.spec.source.repoURL} {.spec.source.helm.valuesObject.registry}"))
        .isEqualTo(BootstrapScene.GIT_URL + " " + BootstrapScene.REGISTRY);
    assertThat(scene.onHub("get", "deployments", "--output=name"))
        .contains("deployment.apps/argocd-server", "deployment.apps/argocd-repo-server");
    assertThat(scene.secret("cluster-prd-eu-cluster", "server"))
        .isEqualTo("https://kubernetes.default.svc");
    // Nobody asked for any login.
    assertThat(scene.onHub("get", "secrets", "--output=name").lines())
        .containsExactlyInAnyOrder(
            "secret/argocd-notifications-secret",
            "secret/argocd-secret",
            "secret/cluster-prd-eu-cluster",
            "secret/cluster-stg-cluster");

    BootstrapPlan again = scene.plan(scene.settings());
    assertThat(again.text()).contains("\n  0 to create, 0 to change, ");
    assertThat(again.isEmpty()).isTrue();
  }

  @Test
  @Order(4)
  void theSpokesAccountEntersTheSpoke() {
    String config = scene.secret("cluster-stg-cluster", "config");
    String token = config.replaceFirst(".*\"bearerToken\":\"([^\"]+)\".*", "$1");

    Command.Result whoami =
        Command.of(
                scene.clusters().kubectl().toString(), "auth", "whoami", "--kubeconfig=/dev/null")
            .and("--server=" + scene.secret("cluster-stg-cluster", "server"))
            .and("--insecure-skip-tls-verify", "--token=" + token)
            .and("--output=jsonpath={.status.userInfo.username}")
            .run();

    assertThat(whoami.output())
        .as(whoami.errors())
        .isEqualTo("system:serviceaccount:kube-system:argocd-manager");
    assertThat(config).contains("\"caData\":");
  }

  @Test
  @Order(5)
  void whatSomebodyChangedByHandIsShownAndRestored() {
    String patch = "{\"spec\":{\"sourceRepos\":[\"*\"]}}";
    scene.onHub("patch", "appproject", "staging", "--type=merge", "-p", patch);

    BootstrapPlan plan = scene.plan(scene.settings());

    assertThat(plan.text())
        .contains(
            "spec.sourceRepos[0]: * -> oci://" + BootstrapScene.REGISTRY + "/config/config-stg")
        .contains("\n  0 to create, 1 to change, ");
    scene.apply(scene.settings(), plan);
    assertThat(scene.plan(scene.settings()).isEmpty()).isTrue();
  }

  @Test
  @Order(6)
  void argoCdsOwnObjectsAreTakenBackOnlyWithAWord() {
    Settings forcing = scene.settings(scene.manifest(), true, false);
    scene.onHub("set", "image", "deployment/argocd-server", "*=other:1");

    assertThatThrownBy(() -> scene.plan(scene.settings()))
        .hasMessageStartingWith("APPLY-CONFLICT")
        .hasMessageContaining("kubectl-set")
        .hasMessageEndingWith("-Dgitops.force");
    BootstrapPlan plan = scene.plan(forcing);
    assertThat(plan.text()).contains("image: other:1 -> quay.io/argoproj/argocd:");
    scene.apply(forcing, plan);
    assertThat(scene.plan(scene.settings()).isEmpty()).isTrue();
  }

  @Test
  @Order(7)
  void loginsAreGivenWhenAskedForAndStayWithoutBeingAskedForAgain() throws IOException {
    Files.writeString(
        scene.dockerLogins(),
        "{\"auths\":{\"registry.example.com\":{\"username\":\"anna\",\"password\":\"hidden\"}}}");
    Settings asking = scene.settings(scene.manifest(), false, true);

    BootstrapPlan plan = scene.plan(asking);
    assertThat(plan.text())
        .contains("login x-access-token from the environment variable GIT_TOKEN")
        .contains(scene.dockerLogins() + ", the entry for registry.example.com")
        .doesNotContain("hidden", "git-secret");
    scene.apply(asking, plan);

    assertThat(scene.secret("hcomp-git", "password")).isEqualTo("git-secret");
    assertThat(scene.secret("hcomp-registry", "username")).isEqualTo("anna");
    assertThat(scene.secret("hcomp-registry", "password")).isEqualTo("hidden");
    assertThat(scene.secret("hcomp-registry", "url")).isEqualTo("oci://" + BootstrapScene.REGISTRY);
    assertThat(scene.plan(asking).isEmpty()).isTrue();
    assertThat(scene.plan(scene.settings()).isEmpty()).isTrue();
    assertThat(scene.secret("hcomp-git", "password")).isEqualTo("git-secret");
  }

  @Test
  @Order(8)
  void theWaitSaysWhatIsNotReady() {
    BootstrapPlan plan = scene.plan(scene.settings());
    Readiness readiness = scene.apply(scene.settings(), plan);

    assertThatThrownBy(() -> readiness.awaitArgoCd(plan, Duration.ofMillis(1)))
        .hasMessageStartingWith("ARGOCD-NOT-READY")
        .hasMessageContaining("Deployment argocd-server was not looked at by any controller yet")
        .hasMessageEndingWith("-n argocd get pods,events");
    assertThatThrownBy(() -> readiness.awaitApplications(scene.workspace(), Duration.ofMillis(1)))
        .hasMessageStartingWith("ROOT-NOT-SYNCED")
        .hasMessageContaining("hcomp-root is Unknown");
  }

  @Test
  @Order(9)
  void thePersonsCommandDoesTheSame() {
    scene.checkout().installGoals();

    Command.Result unsaid = scene.checkout().mvn("gitops:bootstrap");
    assertThat(unsaid.exitStatus()).isNotZero();
    assertThat(unsaid.output()).contains("NO-HUB", BareClusters.HUB, BareClusters.SPOKE);

    // Everything moves to the hub.
    Command.Result done =
        scene
            .checkout()
            .mvn(
                "gitops:bootstrap",
                "-Dgitops.hub=" + BareClusters.HUB,
                "-Dgitops.apply",
                "-Dgitops.wait=false");
    assertThat(done.exitStatus()).as(done.output()).isZero();
    assertThat(done.output())
        .containsPattern("change +AppProject argocd/production")
        .contains("ENVIRONMENT", "port-forward service/argocd-server");
    assertThat(scene.root("{.spec.source.helm.valuesObject.inCluster}")).isEqualTo("true");
  }
}
