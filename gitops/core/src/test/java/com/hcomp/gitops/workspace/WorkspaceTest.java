package com.hcomp.gitops.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  private static final Digest ONE = Digest.of("one");
  private static final Digest TWO = Digest.of("two");

  @TempDir Path folder;
  private Repository repository;

  @BeforeEach
  void write() throws IOException {
    repository = Repository.dayOne(folder);
  }

  @Test
  void readsTheEnvironmentsInPromotionOrder() {
    Workspace workspace = Workspace.open(folder);
    assertThat(workspace.environments())
        .extracting(Environment::name)
        .containsExactly("stg", "prd");
    assertThat(workspace.upstream("stg")).isEmpty();
    assertThat(workspace.upstream("prd")).hasValue("stg");
    assertThat(workspace.environment("stg").pin()).isEmpty();
    assertThat(workspace.charts())
        .extracting(ChartModule::chart)
        .containsExactly(new ChartRef("hcomp-app", new Version("1.0.0")));
  }

  @Test
  void writesAPayloadAVersionAndAPinAndReadsThemBack() throws IOException {
    Workspace workspace = Workspace.open(folder);
    Environment stg = workspace.environment("stg");
    Payload payload =
        new Payload(
            List.of(
                new Component(
                    new ChartRef("hcomp-app", new Version("1.1.0")),
                    Optional.of(ONE),
                    Optional.of("app-service"),
                    Optional.of(new ImageRef("app-service", "012345678901", TWO)))));
    ConfigModule written =
        workspace.config(stg).withPayload(payload).withVersion(new Version("1.0.1"));
    assertThat(written).isEqualTo(workspace.config(stg));
    assertThat(written.payload()).isEqualTo(payload);
    assertThat(repository.read("config-stg/pom.xml"))
        .contains("<version>9</version>")
        .contains("<version>1.0.1</version>");
    assertThat(repository.read("config-stg/values.yaml")).contains("# How many.\n  replicas: 2\n");

    Pin pin = new Pin(new Version("1.0.1"), ONE);
    workspace.pin(stg, pin, payload);
    assertThat(workspace.environment("stg").pin()).hasValue(pin);
    assertThat(repository.read("argocd-root/environments/stg.yaml"))
        .isEqualTo(
            "cluster: stg-cluster\nnamespace: hcomp-stg\nproject: staging\nrelease:\n  version: 1.0.1\n"
                + "  digest: "
                + ONE
                + "\n  chart: 1.1.0\n  image: \"012345678901\"\n");
  }

  @Test
  void aChartServesSeveralServicesEachUnderANameOfItsOwn() throws IOException {
    addGreeter("    alias: greeter\n");
    Workspace workspace = Workspace.open(folder);
    ConfigModule config = workspace.config(workspace.environment("stg"));
    assertThat(config.payload().names()).containsExactly("hcomp-app", "greeter");
    assertThat(config.payload().charts()).isEqualTo("1.0.0");

    ChartRef chart = new ChartRef("hcomp-app", new Version("1.1.0"));
    Payload payload =
        new Payload(
            List.of(
                component("hcomp-app", chart, new ImageRef("app-service", "one", ONE)),
                component("greeter", chart, new ImageRef("greeter-service", "two", TWO))));
    assertThat(config.withPayload(payload).payload()).isEqualTo(payload);
    assertThat(payload.images()).isEqualTo("app-service:one, greeter-service:two");
    assertThat(repository.read("config-stg/Chart.yaml"))
        .contains(
            "  - name: hcomp-app\n    version: 1.1.0\n"
                + "  - name: hcomp-app\n    alias: greeter\n    version: 1.1.0\n");
    assertThat(repository.read("config-stg/values.yaml"))
        .contains("greeter:\n  image:\n    repository: greeter-service\n    tag: \"two\"\n");
  }

  @Test
  void twoServicesCannotHaveOneName() throws IOException {
    addGreeter("");
    Workspace workspace = Workspace.open(folder);
    assertThatThrownBy(() -> workspace.config(workspace.environment("stg")))
        .hasMessageContaining("NAME-TWICE")
        .hasMessageContaining("Chart.yaml:8")
        .hasMessageContaining("alias: <name>");
  }

  private static Component component(String name, ChartRef chart, ImageRef image) {
    return new Component(
        name, chart, Optional.of(ONE), Optional.of(image.repository()), Optional.of(image));
  }

  private void addGreeter(String alias) throws IOException {
    repository.replace(
        "config-stg/Chart.yaml",
        "    version: 1.0.0\n",
        "    version: 1.0.0\n  - name: hcomp-app\n" + alias + "    version: 1.0.0\n");
    repository.write(
        "config-stg/values.yaml",
        repository.read("config-stg/values.yaml")
            + "greeter:\n  image:\n    repository: greeter-service\n    tag: \"\"\n    digest: \"\"\n");
  }

  @Test
  void oneVersionInTwoFilesMustAgree() throws IOException {
    repository.replace("config-prd/Chart.yaml", "version: 1.0.0\ndep", "version: 1.0.1\ndep");
    Workspace workspace = Workspace.open(folder);
    assertThatThrownBy(() -> workspace.config(workspace.environment("prd")))
        .hasMessageContaining("VERSION-MISMATCH")
        .hasMessageContaining("Chart.yaml:4")
        .hasMessageContaining("pom.xml:6 says 1.0.0");
  }

  @Test
  void aChartVersionMustBeExact() throws IOException {
    repository.replace("config-prd/Chart.yaml", "    version: 1.0.0", "    version: ^1.0.0");
    Workspace workspace = Workspace.open(folder);
    assertThatThrownBy(() -> workspace.config(workspace.environment("prd")))
        .hasMessageContaining("CHART-VERSION-RANGE")
        .hasMessageContaining("Chart.yaml:7");
  }

  @Test
  void anEnvironmentThatPromotionDoesNotKnowIsRefused() throws IOException {
    repository.write("argocd-root/environments/dev.yaml", "cluster: c\nnamespace: n\nproject: p\n");
    assertThatThrownBy(() -> Workspace.open(folder).environments())
        .hasMessageContaining("NOT-IN-PROMOTION")
        .hasMessageContaining("- name: dev");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws IOException {
    repository.replace("argocd-root/environments/stg.yaml", "cluster: stg-cluster\n", "");
    repository.replace("argocd-root/environments/prd.yaml", "namespace: hcomp-prd\n", "");
    assertThatThrownBy(() -> Workspace.open(folder).environments())
        .hasMessageContaining("cluster is not set. (")
        .hasMessageContaining("stg.yaml:1")
        .hasMessageContaining("namespace is not set. (")
        .hasMessageContaining("prd.yaml:1");
  }

  @Test
  void aPinMustSayItTwice() throws IOException {
    repository.write(
        "argocd-root/environments/stg.yaml",
        "cluster: c\nnamespace: n\nproject: p\nrelease:\n  version: 1.0.0\n  digest: sha256:12\n");
    assertThatThrownBy(() -> Workspace.open(folder).environments())
        .hasMessageContaining("BAD-PIN")
        .hasMessageContaining("stg.yaml:6");
  }
}
