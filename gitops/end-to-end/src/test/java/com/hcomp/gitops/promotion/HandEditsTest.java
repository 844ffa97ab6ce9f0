package com.hcomp.gitops.promotion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Config modules that people bumped, with a real registry, Git and Helm. */
@Tag("slow")
class HandEditsTest {
  private static final String POLICY =
      """
      environments:
        - name: stg
        - name: prd-eu
          from: stg
          soak: PT30M
        - name: prd-us
          from: stg
          freezes:
            - from: "2020-01-01T00:00"
              to: "2999-01-01T00:00"
              zone: Europe/Berlin
              reason: always
      """;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Scene scene;

  @AfterEach
  void stop() {
    scene.close();
  }

  private void bump(String environment, String old, String text) throws Exception {
    String module = "config-" + environment;
    scene.repository().replace(module + "/values.yaml", old, text);
    scene
        .repository()
        .replace(module + "/Chart.yaml", "version: 1.0.0\ndep", "version: 1.0.1\ndep");
    scene.repository().replace(module + "/pom.xml", "<version>1.0.0", "<version>1.0.1");
  }

  private HandEdits.Result pin() {
    return new HandEdits(scene.access()).run(Map.of());
  }

  @Test
  void anUnchangedPayloadNeedsNoSoakAndAFreezeHoldsItBack() throws Exception {
    scene = Scene.start(folder, POLICY);
    scene.clusters.sync("stg", Duration.ofMinutes(1));
    scene.pull();
    bump("prd-eu", "replicas: 2", "replicas: 5");
    bump("prd-us", "replicas: 2", "replicas: 6");
    scene.deliverAsItIs("one");

    HandEdits.Result result = pin();

    assertThat(result.done()).hasSize(1);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
    assertThat(scene.log().get(0)).isEqualTo("pin: prd-eu 1.0.0 -> 1.0.1 (app one, chart 1.0.0)");
    assertThat(result.waiting())
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.environment().name()).isEqualTo("prd-us");
              assertThat(waiting.rulings())
                  .filteredOn(ruling -> !ruling.isOpen())
                  .extracting(Ruling::gate)
                  .containsExactly(GateName.FREEZE);
            });
    assertThat(scene.version("prd-us").value()).isEqualTo("1.0.0");
    assertThat(pin().done()).isEmpty();
  }

  @Test
  void aChangedPayloadMustPassEverything() throws Exception {
    scene = Scene.start(folder, POLICY);
    scene.deliver("two");
    scene.clusters.sync("stg", Duration.ofMinutes(4));
    String staging = scene.file("config-stg/values.yaml");
    scene.repository().write("config-prd-eu/values.yaml", staging);
    bump("prd-eu", "replicas: 2", "replicas: 2");
    scene.deliverAsItIs("two");

    assertThat(pin().waiting())
        .singleElement()
        .satisfies(
            waiting ->
                assertThat(waiting.rulings())
                    .filteredOn(ruling -> !ruling.isOpen())
                    .extracting(Ruling::gate)
                    .containsExactly(GateName.SOAK));
    scene.clusters.sync("stg", Duration.ofHours(1));
    assertThat(pin().done()).isEmpty();
    assertThat(new HandEdits(scene.access()).run(Map.of(GateName.SOAK, "a leak")).done())
        .hasSize(1);
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.1");
  }

  @Test
  void whatNeverRanUpstreamGoesNowhere() throws Exception {
    scene = Scene.start(folder, POLICY);
    Build build = scene.build("never");
    scene.pull();
    scene
        .repository()
        .write(
            "config-prd-eu/values.yaml",
            scene
                .repository()
                .read("config-prd-eu/values.yaml")
                .replace("tag: \"one\"", "tag: \"never\"")
                .replaceAll(
                    "digest: \"[^\"]+\"",
                    "digest: \""
                        + requireNonNull(build.images().get("app-service")).digest().orElseThrow()
                        + "\""));
    bump("prd-eu", "replicas: 2", "replicas: 2");
    scene.deliverAsItIs("one");
    HandEdits.Result result =
        new HandEdits(scene.access()).run(Map.of(GateName.UPSTREAM, "trust me"));
    assertThat(result.done()).isEmpty();
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
  }

  @Test
  void whatIsNotPublishedIsNotPinnedAndTheOthersGoOn() throws Exception {
    scene = Scene.start(folder, POLICY);
    scene.pull();
    bump("stg", "replicas: 2", "replicas: 1");
    scene.deliverAsItIs("one");
    bump("prd-eu", "replicas: 2", "replicas: 5");
    scene.push("not deployed");
    assertThatThrownBy(this::pin)
        .hasMessageContaining("NOT-PUBLISHED")
        .hasMessageContaining("config-prd-eu 1.0.1");
    assertThat(scene.version("stg").value()).isEqualTo("1.0.1");
    assertThat(scene.version("prd-eu").value()).isEqualTo("1.0.0");
  }

  @Test
  void anOlderVersionIsARollbackAndSaidToBe() throws Exception {
    scene = Scene.start(folder, POLICY);
    scene.pull();
    bump("prd-eu", "replicas: 2", "replicas: 5");
    scene.deliverAsItIs("one");
    pin();
    scene.pull();
    scene.repository().replace("config-prd-eu/Chart.yaml", "1.0.1\ndep", "1.0.0\ndep");
    scene.repository().replace("config-prd-eu/pom.xml", "<version>1.0.1", "<version>1.0.0");
    scene.push("back");
    assertThatThrownBy(this::pin)
        .hasMessageContaining("OLDER-THAN-PIN")
        .hasMessageContaining("gitops:rollback -Dgitops.environment=prd-eu -Dgitops.release=1.0.0");
  }
}
