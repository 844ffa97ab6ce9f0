package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RunningRegistry;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ChartModule;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries of real charts and images to a real registry. */
@Tag("slow")
class DeliveryTest {
  @TempDir Path folder;
  private Repository repository;
  private RunningRegistry running;
  private Registry registry;
  private Publisher publisher;

  @BeforeEach
  void start() throws Exception {
    repository = Repository.dayOne(folder.resolve("work"));
    running = RunningRegistry.start(folder.resolve("registry"));
    registry = new Registry(running.address());
    publisher =
        new Publisher(
            registry, new Helm(Programs.helm()), folder.resolve("scratch"), "mvn", Report.silent());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void onDayOneEveryEnvironmentTakesTheBuild() throws Exception {
    Build build = build("one");
    List<Moved> moved = deliver(build);
    assertThat(moved).extracting(move -> move.environment().name()).containsExactly("stg", "prd");
    for (String name : List.of("stg", "prd")) {
      Pin pin = pin(name);
      assertThat(pin.version()).isEqualTo(new Version("1.0.0"));
      assertThat(registry.digest("config/config-" + name, "1.0.0")).hasValue(pin.digest());
      assertThat(repository.read("config-" + name + "/values.yaml")).contains("tag: \"one\"");
      assertThat(repository.read("config-" + name + "/Chart.yaml"))
          .contains("digest-of-hcomp-app: sha256:");
    }
  }

  @Test
  void theSameBuildTwiceMovesNothing() throws Exception {
    deliver(build("one"));
    assertThat(deliver(build("one"))).isEmpty();
    assertThat(registry.tags("config/config-stg")).containsExactly("1.0.0");
  }

  @Test
  void aNewBuildMovesOnlyTheFirstEnvironment() throws Exception {
    deliver(build("one"));
    Pin production = pin("prd");
    List<Moved> moved = deliver(build("two"));
    assertThat(moved)
        .extracting(Moved::summary)
        .containsExactly("stg 1.0.0 -> 1.0.1 (app two, chart 1.0.0)");
    assertThat(pin("prd")).isEqualTo(production);
  }

  @Test
  void aReleaseBumpedByHandIsPublishedAndItsPinIsLeftToTheGates() throws Exception {
    deliver(build("one"));
    Pin production = pin("prd");
    repository.replace("config-prd/values.yaml", "replicas: 2", "replicas: 5");
    repository.replace("config-prd/Chart.yaml", "version: 1.0.0\ndep", "version: 1.0.1\ndep");
    repository.replace("config-prd/pom.xml", "<version>1.0.0", "<version>1.0.1");
    delivery(build("one")).check();
    assertThat(deliver(build("one"))).isEmpty();
    assertThat(registry.tags("config/config-prd")).containsExactly("1.0.0", "1.0.1");
    assertThat(pin("prd")).isEqualTo(production);
  }

  @Test
  void aServiceThatProductionNeverRanWaitsForAPromotion() throws Exception {
    deliver(build("one"));
    Pin production = pin("prd");
    for (String module : List.of("config-stg", "config-prd")) {
      repository.replace(
          module + "/Chart.yaml",
          "    version: 1.0.0\n",
          "    version: 1.0.0\n  - name: hcomp-app\n    alias: greeter\n    version: 1.0.0\n");
      repository.write(
          module + "/values.yaml",
          repository.read(module + "/values.yaml")
              + "greeter: {image: {repository: greeter-service, tag: \"\", digest: \"\"}}\n");
    }
    Build app = build("one");
    Build both =
        new Build(
            app.charts(),
            Map.of(
                "app-service",
                Optional.ofNullable(app.images().get("app-service")).orElseThrow(),
                "greeter-service",
                new Build.Image("new", Optional.of(Digest.of("greeter")))));
    delivery(both).check();
    assertThat(deliver(both))
        .extracting(Moved::summary)
        .containsExactly(
            "stg 1.0.0 -> 1.0.1 (app app-service:one, greeter-service:new, chart 1.0.0)");
    assertThat(pin("prd")).isEqualTo(production);
    assertThat(registry.tags("config/config-prd")).containsExactly("1.0.0");
  }

  @Test
  void whatARollbackLeftDoesNotComeBackByItself() throws Exception {
    deliver(build("one"));
    deliver(build("two"));
    Environment staging = environment("stg");
    Workspace workspace = Workspace.open(repository.root());
    Held held =
        new Held(pin("stg"), Optional.of(workspace.config(staging).payload().fingerprint()));
    deliver(build("three"));
    workspace.pin(
        environment("stg"),
        pin("stg"),
        workspace.config(staging).payload(),
        List.of(),
        List.of(held));
    assertThat(deliver(build("two"))).isEmpty();
    assertThat(deliver(build("four"))).hasSize(1);
  }

  @Test
  void anEditWithoutABumpIsRefusedBeforeAnythingIsTouched() throws Exception {
    deliver(build("one"));
    repository.replace("config-prd/values.yaml", "replicas: 2", "replicas: 5");
    Delivery delivery = delivery(build("two"));
    assertThatThrownBy(delivery::check)
        .hasMessageContaining("RELEASE-CHANGED  config-prd 1.0.0")
        .hasMessageMatching("(?s).*config-prd/values.yaml:8 +replicas: 5 +published: 2.*")
        .hasMessageContaining("gitops:bump -Dgitops.environment=prd");
    assertThat(registry.tags("config/config-prd")).containsExactly("1.0.0");
    assertThat(registry.tags("config/config-stg")).containsExactly("1.0.0");
    assertThat(pin("stg").version()).isEqualTo(new Version("1.0.0"));
  }

  @Test
  void theFirstEnvironmentIsBumpedForItsConfigurationToo() throws Exception {
    deliver(build("one"));
    repository.replace("config-stg/values.yaml", "replicas: 2", "replicas: 1");
    Delivery delivery = delivery(build("one"));
    delivery.check();
    assertThat(delivery.carryOut())
        .extracting(Moved::summary)
        .containsExactly("stg 1.0.0 -> 1.0.1 (app one, chart 1.0.0)");
  }

  @Test
  void aVersionIsAboveAllThatWerePublished() throws Exception {
    deliver(build("one"));
    deliver(build("two"));
    deliver(build("three"));
    // As after a rollback: the module is behind what the registry holds.
    repository.replace("config-stg/Chart.yaml", "version: 1.0.2\ndep", "version: 1.0.0\ndep");
    repository.replace("config-stg/pom.xml", "<version>1.0.2", "<version>1.0.0");
    assertThat(deliver(build("four")))
        .extracting(Moved::summary)
        .containsExactly("stg 1.0.2 -> 1.0.3 (app four, chart 1.0.0)");
  }

  @Test
  void bumpingAfterEveryMergeEnds() throws Exception {
    deliver(build("one"));
    Bump bump = new Bump(Workspace.open(repository.root()), publisher, Report.silent());
    bump.environment(environment("stg"), build("one"), false);
    assertThat(repository.read("config-stg/pom.xml")).contains("<version>1.0.0");
    bump.environment(environment("stg"), build("two"), false);
    bump.environment(environment("stg"), build("two"), false);
    assertThat(repository.read("config-stg/pom.xml")).contains("<version>1.0.1");
    assertThat(repository.read("config-stg/values.yaml")).contains("tag: \"two\"");
  }

  @Test
  void anEnvironmentWithAnUpstreamIsBumpedWithoutItsPayload() throws Exception {
    deliver(build("one"));
    Bump bump = new Bump(Workspace.open(repository.root()), publisher, Report.silent());
    bump.environment(environment("prd"));
    bump.environment(environment("prd"));
    assertThat(repository.read("config-prd/pom.xml")).contains("<version>1.0.1");
    assertThat(repository.read("config-prd/values.yaml")).contains("tag: \"one\"");
  }

  @Test
  void aChartThatSomebodyOverwroteIsNotVendored() throws Exception {
    deliver(build("one"));
    repository.replace("chart-module/values.yaml", "replicas: 1", "replicas: 9");
    ChartModule chart = Workspace.open(repository.root()).charts().get(0);
    Candidate other = publisher.chart(chart);
    new Helm(Programs.helm()).push(other.archive(), running.address().resolve("charts"));
    repository.replace("config-prd/values.yaml", "replicas: 2", "replicas: 5");
    assertThatThrownBy(() -> delivery(build("one")).check())
        .hasMessageContaining("CHART-DIGEST")
        .hasMessageContaining("hcomp-app:1.0.0");
  }

  @Test
  void aChartTriedOutHasAVersionOfItsContent() throws Exception {
    deliver(build("one"));
    ChartModule chart = Workspace.open(repository.root()).charts().get(0);
    repository.replace("chart-module/values.yaml", "replicas: 1", "replicas: 9");
    Candidate tried = publisher.chartByContent(chart);
    assertThat(tried.chart().version().value()).matches("1\\.0\\.0-g[0-9a-f]{8}");
    assertThat(publisher.chartByContent(chart).chart()).isEqualTo(tried.chart());
    assertThatThrownBy(() -> publisher.publish(publisher.chart(chart)))
        .hasMessageContaining("CHART-CHANGED")
        .hasMessageContaining("chart-module/values.yaml:1")
        .hasMessageContaining("gitops:bump -Dgitops.chart=hcomp-app");
  }

  private Delivery delivery(Build build) {
    return new Delivery(
        Workspace.open(repository.root()),
        publisher,
        build,
        Environment::replaced,
        Report.silent());
  }

  private List<Moved> deliver(Build build) {
    return delivery(build).carryOut();
  }

  private Environment environment(String name) {
    return Workspace.open(repository.root()).environment(name);
  }

  private Pin pin(String name) {
    return environment(name).pin().orElseThrow();
  }

  /** Publishes an image under a tag, and the chart as it was on day one. */
  private Build build(String tag) throws Exception {
    Optional<Digest> image = registry.digest("app-service", tag);
    if (image.isEmpty()) {
      Jib.fromScratch()
          .addLabel("tag", tag)
          .containerize(
              Containerizer.to(RegistryImage.named(running.address() + "/app-service:" + tag))
                  .setAllowInsecureRegistries(true)
                  .setOfflineMode(false));
      image = registry.digest("app-service", tag);
    }
    if (registry.digest("charts/hcomp-app", "1.0.0").isEmpty()) {
      publisher.publish(publisher.chart(Workspace.open(repository.root()).charts().get(0)));
    }
    ChartRef chart = new ChartRef("hcomp-app", new Version("1.0.0"));
    return new Build(
        Map.of("hcomp-app", new Build.Chart(chart, registry.digest("charts/hcomp-app", "1.0.0"))),
        Map.of("app-service", new Build.Image(tag, image)));
  }
}
