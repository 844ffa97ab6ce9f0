package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an administrator applies: AppProjects that bound everything else, and the root. */
class BootstrapChartTest {
  @TempDir Path folder;
  private Charts charts;
  private Path root;

  @BeforeEach
  void prepare() {
    charts = new Charts(folder);
    root = charts.root();
  }

  @Test
  void allowsEachProjectItsOwnEnvironmentsOnly() {
    assertThat(render(Charts.fixture("bootstrap-values.yaml")).manifests())
        .isEqualTo(Yaml.documents(Charts.fixture("expected/bootstrap.yaml")));
  }

  @Test
  void aProjectWithoutEnvironmentsAllowsNothing() {
    Map<String, Object> project = render().manifest("AppProject", "production");

    assertThat(Yaml.at(project, "spec", "sourceRepos")).isEqualTo(List.of());
    assertThat(Yaml.at(project, "spec", "destinations")).isEqualTo(List.of());
    assertThat(Yaml.at(project, "spec", "clusterResourceWhitelist")).isEqualTo(List.of());
  }

  @Test
  void theRootFollowsGitWhereNothingIsOverridden() {
    Map<String, Object> application = render().manifest("Application", "hcomp-root");

    assertThat(Yaml.map(Yaml.at(application, "spec", "source", "helm")))
        .doesNotContainKey("valuesObject");
  }

  @Test
  void whatIsOverriddenHoldsForProjectsAndRootAlike() {
    Charts.Rendering rendering =
        render(
            Charts.fixture("bootstrap-values.yaml"),
            "--set",
            "overrides.registry=localhost:5001/hcomp,overrides.inCluster=true,overrides.name=demo");

    Map<String, Object> staging = rendering.manifest("AppProject", "staging");
    assertThat(Yaml.at(staging, "spec", "sourceRepos"))
        .isEqualTo(List.of("oci://localhost:5001/hcomp/config/config-stg"));
    assertThat(Yaml.at(staging, "spec", "destinations"))
        .isEqualTo(
            List.of(Map.of("server", "https://kubernetes.default.svc", "namespace", "hcomp-stg")));
    assertThat(
            Yaml.at(
                rendering.manifest("Application", "demo-root"),
                "spec",
                "source",
                "helm",
                "valuesObject"))
        .isEqualTo(Map.of("registry", "localhost:5001/hcomp", "inCluster", true, "name", "demo"));
  }

  @Test
  void whileEverythingMovesToAnotherRegistryBothAreAllowed() {
    Charts.Rendering rendering =
        render(
            Charts.fixture("bootstrap-values.yaml"),
            "--set",
            "overrides.registry=new.example.com/hcomp,otherRegistries={old.example.com/hcomp}");

    assertThat(Yaml.at(rendering.manifest("AppProject", "staging"), "spec", "sourceRepos"))
        .isEqualTo(
            List.of(
                "oci://new.example.com/hcomp/config/config-stg",
                "oci://old.example.com/hcomp/config/config-stg"));
    assertThat(
            render(Charts.fixture("bootstrap-values.yaml"), "--set", "otherRegistries={*}")
                .refusal())
        .contains("at '/otherRegistries/0'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hcomp-stg, project: staging    | argocd, project: staging      | /environments/0/namespace",
        "hcomp-stg, project: staging    | kube-system, project: staging | /environments/0/namespace",
        "hcomp-stg, project: staging    | '\"*\", project: staging'     | /environments/0/namespace",
        "cluster: stg-cluster           | 'cluster: \"*\"'              | /environments/0/cluster",
        "project: staging               | project: root                 | /environments/0/project",
        "name: stg                      | name: '\"*\"'                 | /environments/0/name",
      })
  void refusesAnEnvironmentThatWouldOpenAProject(String line, String other, String where)
      throws IOException {
    Path values = folder.resolve("values.yaml");
    String text = Files.readString(Charts.fixture("bootstrap-values.yaml"));
    assertThat(text).contains(line);
    Files.writeString(values, text.replace(line, other));

    assertThat(render(values).refusal()).contains("at '" + where + "'");
  }

  private Charts.Rendering render(Path values, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--values";
    all[1] = values.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return render(all);
  }

  private Charts.Rendering render(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--values";
    all[1] = root.resolve("values.yaml").toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return charts.render(root.resolve("bootstrap"), all);
  }
}
