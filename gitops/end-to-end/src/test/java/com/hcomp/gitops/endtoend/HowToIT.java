package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.registry.RunningRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The how-to pages, followed to the letter in one clone, one after the other. The only differences:
 * the platform is the tests' own, with its kubectl, and deploys skip the tests.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HowToIT {
  private final TestPlatform platform = new TestPlatform();
  private Checkout checkout;

  /** What gitops:status said last. */
  private JsonNode before;

  @BeforeAll
  void threeEnvironmentsRun(@TempDir Path folder) {
    checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.installGoals();
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    checkout.type("mvn -Plocal deploy\n");
    before = allLive("stg", "prd-eu", "prd-us");
  }

  @AfterAll
  void down() {
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
  }

  @Test
  @Order(1)
  void anEnvironment() {
    follow("adding-an-environment", "");

    JsonNode all = allLive("stg", "qa", "prd-eu", "prd-us");
    assertThat(all.get("qa").get("cluster").asText()).isEqualTo("stg-cluster");
    assertThat(all.get("qa").get("image")).isEqualTo(before.get("stg").get("image"));
    assertThat(all.get("prd-eu").get("pinned")).isEqualTo(before.get("prd-eu").get("pinned"));
    before = all;
  }

  @Test
  @Order(2)
  void aRegion() {
    follow("adding-a-region", "");

    JsonNode all = allLive("stg", "qa", "prd-eu", "prd-us", "prd-ap");
    assertThat(all.get("prd-ap").get("cluster").asText()).isEqualTo("prd-ap-cluster");
    assertThat(all.get("prd-ap").get("image")).isEqualTo(before.get("prd-eu").get("image"));
    assertThat(all.get("prd-eu").get("pinned")).isEqualTo(before.get("prd-eu").get("pinned"));
    before = all;
    assertThat(platform.inEnvironment("prd-ap", "get", "nodes", "-o", "name"))
        .isEqualTo("node/prd-ap-cluster");
  }

  @Test
  @Order(3)
  void aService() {
    follow("adding-a-service", "");

    JsonNode all = allLive("stg", "qa", "prd-eu", "prd-us", "prd-ap");
    for (String environment : new String[] {"stg", "qa"}) {
      String image = all.get(environment).get("image").asText();
      assertThat(image).matches("app-service:[0-9a-f]{12}, greeter-service:[0-9a-f]{12}");
      String address = all.get(environment).get("address").asText();
      assertThat(platform.get(address.replace("//", "//greeter-") + "/version"))
          .contains("\"environment\":\"" + environment + "\"")
          .contains("\"commit\":\"" + image.replaceFirst(".*:", ""));
      assertThat(platform.get(address + "/version"))
          .contains("\"commit\":\"" + image.replaceFirst("app-service:", "").substring(0, 12));
    }
    assertThat(all.get("prd-eu").get("pinned")).isEqualTo(before.get("prd-eu").get("pinned"));
    before = all;
  }

  @Test
  @Order(4)
  void aRegistry(@TempDir Path folder) throws Exception {
    try (RunningRegistry running = RunningRegistry.startForNodes(folder, 5003)) {
      follow("adding-a-registry", "");

      JsonNode all = allLive("stg", "qa", "prd-eu", "prd-us", "prd-ap");
      for (JsonNode status : all) {
        assertThat(status.get("pinned"))
            .isEqualTo(before.get(status.get("name").asText()).get("pinned"));
        assertThat(images(status).split(" "))
            .allMatch(image -> image.startsWith(running.address() + "/"));
      }

      takeAway();
    }
  }

  /** And with it, since the page's deploy names no registry, go back to the platform's own. */
  private void takeAway() {
    follow("adding-an-environment", "Taking it away");

    JsonNode all = allLive("stg", "prd-eu", "prd-us", "prd-ap");
    assertThat(all).allSatisfy(each -> assertThat(images(each)).doesNotContain("localhost:5003"));
    assertThat(platform.kubectl("stg-cluster", "default", "get", "namespaces", "-o", "name"))
        .contains("namespace/hcomp-stg")
        .doesNotContain("namespace/hcomp-qa");
  }

  private void follow(String page, String heading) {
    HowTo.read(checkout.file("docs/" + page + ".md"))
        .follow(
            heading,
            checkout.file(""),
            lines ->
                checkout.type(
                    lines
                        .replace("~/.cache/hcomp/", platform.home() + "/")
                        .replace("kubectl ", platform.facts().get("kubectl").asText() + " ")));
  }

  /** What the pods of an environment run, by its Deployments. */
  private String images(JsonNode status) {
    return platform.kubectl(
        status.get("cluster").asText(),
        "hcomp-" + status.get("name").asText(),
        "get",
        "deployments",
        "-o",
        "jsonpath={.items[*].spec.template.spec.containers[*].image}");
  }

  /** These environments, and no others, run exactly what is pinned and say so themselves. */
  private JsonNode allLive(String... environments) {
    JsonNode all = checkout.status();
    assertThat(all).extracting(status -> status.get("name").asText()).containsExactly(environments);
    all.forEach(
        status -> {
          assertThat(status.get("live").get("digest"))
              .isEqualTo(status.get("pinned").get("digest"));
          assertThat(status.get("sync").asText()).isEqualTo("Synced");
          assertThat(status.get("health").asText()).isEqualTo("Healthy");
          assertThat(status.get("differences")).isEmpty();
          assertThat(platform.get(status.get("address").asText() + "/version"))
              .contains("\"environment\":\"" + status.get("name").asText() + "\"");
        });
    return all;
  }
}
