package com.hcomp.gitops.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RunningRegistry;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.values.EffectiveValues.Entry;
import com.hcomp.gitops.values.EffectiveValues.Setting;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of charts in a real registry. */
@Tag("slow")
class PublishedChartValuesTest {
  @TempDir private Path folder;
  private Repository repository;
  private RunningRegistry running;
  private Helm helm;

  @BeforeEach
  void start() throws Exception {
    repository = Repository.dayOne(folder.resolve("work"));
    repository.write("config-prd/values.yaml", "hcomp-app:\n  replicas: 2\n");
    running = RunningRegistry.start(folder.resolve("registry"));
    helm = new Helm(Programs.helm(), folder.resolve("helm-home"));
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aChartOfAnotherVersionIsReadFromTheRegistry() throws IOException {
    repository.write("chart-module/values.yaml", "# Of 1.0.0.\nreplicas: 1\ncolour: red\n");
    publishTheChart();
    raiseTheChart();
    repository.write("chart-module/values.yaml", "replicas: 7\n");

    List<Entry> entries = checkout().of(environment("prd")).entries();

    assertThat(lines(entries, "hcomp-app.replicas"))
        .containsExactly("2 config-prd/values.yaml:2", "1 hcomp-app-1.0.0.tgz values.yaml:2");
    assertThat(lines(entries, "hcomp-app.colour"))
        .containsExactly("red hcomp-app-1.0.0.tgz values.yaml:3");
  }

  @Test
  void aChartThatIsNowhereIsToldWithWhatNamesIt() throws IOException {
    raiseTheChart();
    assertThatThrownBy(() -> checkout().of(environment("prd")))
        .hasMessageStartingWith(
            "CHART-MISSING  Chart hcomp-app:1.0.0 is neither here nor published in "
                + running.address())
        .hasMessageContaining("config-prd/Chart.yaml:7");
  }

  @Test
  void aChartWithChartsInsideIsRefused() throws IOException {
    Path inner = folder.resolve("nested/charts/inner");
    write(inner.resolve("Chart.yaml"), "apiVersion: v2\nname: inner\nversion: 1.0.0\n");
    write(
        folder.resolve("nested/Chart.yaml"),
        "apiVersion: v2\nname: hcomp-app\nversion: 1.0.0\n"
            + "dependencies: [{name: inner, version: 1.0.0}]\n");
    helm.push(
        helm.packageChart(folder.resolve("nested"), folder.resolve("packages")),
        running.address().resolve("charts"));
    raiseTheChart();
    assertThatThrownBy(() -> checkout().of(environment("prd")))
        .hasMessageStartingWith("CHART-NESTED  Chart hcomp-app:1.0.0");
  }

  @Test
  void theLocalPlatformPassesItsOwnRegistryDown() throws IOException {
    publishTheChart();
    List<Entry> entries = localPlatform().of(environment("prd")).entries();
    assertThat(lines(entries, "global.imageRegistry"))
        .containsExactly(
            running.address() + " local platform",
            "registry.example.com/hcomp argocd-root/values.yaml:2");
    assertThat(lines(entries, "hcomp-app.global.imageRegistry"))
        .isEqualTo(lines(entries, "global.imageRegistry"));
  }

  @Test
  void onTheLocalPlatformThePublishedChartCounts() throws IOException {
    assertThat(lines(localPlatform().of(environment("prd")).entries(), "hcomp-app.replicas"))
        .contains("1 chart-module/values.yaml:1");
    publishTheChart();
    assertThat(lines(localPlatform().of(environment("prd")).entries(), "hcomp-app.replicas"))
        .contains("1 chart-module/values.yaml:1");
    repository.write("chart-module/values.yaml", "# Edited.\nreplicas: 7\n");
    assertThat(lines(localPlatform().of(environment("prd")).entries(), "hcomp-app.replicas"))
        .contains("1 hcomp-app-1.0.0.tgz values.yaml:1");
  }

  private EnvironmentValues checkout() {
    return EnvironmentValues.of(workspace(), () -> new Registry(running.address()));
  }

  private EnvironmentValues localPlatform() {
    return EnvironmentValues.ofLocalPlatform(workspace(), new Registry(running.address()));
  }

  private Workspace workspace() {
    return Workspace.open(repository.root());
  }

  private Environment environment(String name) {
    return workspace().environment(name);
  }

  private void publishTheChart() {
    Publisher publisher =
        new Publisher(
            new Registry(running.address()),
            helm,
            folder.resolve("scratch"),
            "mvn",
            Report.silent());
    publisher.publish(publisher.chart(workspace().charts().get(0)));
  }

  private void raiseTheChart() throws IOException {
    repository.replace("chart-module/Chart.yaml", "version: 1.0.0", "version: 1.1.0");
    repository.replace("chart-module/pom.xml", "<version>1.0.0", "<version>1.1.0");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** What holds at a path, then what it overrode: the value and its place. */
  private static List<String> lines(List<Entry> entries, String path) {
    Entry entry =
        entries.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
    return Stream.concat(Stream.of(entry.setting()), entry.overrode().stream())
        .map(PublishedChartValuesTest::line)
        .toList();
  }

  private static String line(Setting setting) {
    return setting.value() + " " + setting.location();
  }
}
