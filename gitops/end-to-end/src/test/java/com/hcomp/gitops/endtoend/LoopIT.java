package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop as a person goes through it, from a fresh clone: each test goes on where the one before
 * ended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopIT {
  private static final List<String> ENVIRONMENTS = List.of("stg", "prd-eu", "prd-us");
  private static final String CONTROLLER =
      "app-service/src/main/java/com/hcomp/app/GreetingController.java";

  private final TestPlatform platform = new TestPlatform();
  private Checkout checkout;

  @BeforeAll
  void clone(@TempDir Path folder) {
    checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.installGoals();
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
  }

  @AfterAll
  void down() {
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
  }

  @Test
  @Order(1)
  void oneCommandPutsTheServiceIntoThreeClusters() {
    Command.Result deploy = checkout.mvn("-Plocal", "deploy");
    assertThat(deploy.exitStatus()).isZero();
    assertThat(deploy.output()).contains("first release");
    String image = "";
    JsonNode all = checkout.status();
    assertThat(all).hasSize(ENVIRONMENTS.size());
    for (String name : ENVIRONMENTS) {
      JsonNode status = all.get(name);
      assertThat(status.get("cluster").asText()).isEqualTo(name + "-cluster");
      assertThat(status.get("pinned").get("version").asText()).isEqualTo("1.2.0");
      assertThat(status.get("live").get("digest")).isEqualTo(status.get("pinned").get("digest"));
      assertThat(status.get("sync").asText()).isEqualTo("Synced");
      assertThat(status.get("health").asText()).isEqualTo("Healthy");
      assertThat(status.get("chart").asText()).isEqualTo("1.2.0");
      assertThat(status.get("since").asText()).isNotEmpty();
      assertThat(status.get("differences")).isEmpty();
      String answer = platform.get(status.get("address").asText() + "/version");
      assertThat(answer).contains("\"environment\":\"" + name + "\"");
      image = status.get("image").asText();
      assertThat(answer).contains("\"commit\":\"" + image.substring(0, 12));
    }
    assertThat(checkout.git("log", "--format=%H")).contains(image.substring(0, 12));
    assertThat(replicas("prd-eu")).isEqualTo("2");
  }

  @Test
  @Order(2)
  void theSameAgainAddsNothingButTheVersionThatHeadIsTaggedWith() {
    List<String> registry = platform.registry().lines().toList();
    String main = platform.main();
    checkout.git("tag", "v7.0.0");
    Command.Result deploy = checkout.mvn("-Plocal", "deploy");
    assertThat(deploy.exitStatus()).isZero();
    assertThat(deploy.output()).contains("already published").doesNotContain("pushed");
    List<String> more = new ArrayList<>(platform.registry().lines().toList());
    assertThat(more).containsAll(registry);
    more.removeAll(registry);
    assertThat(more)
        .singleElement()
        .asString()
        .contains("app-service/_manifests/tags/7.0.0/")
        .endsWith(checkout.status("stg").get("imageDigest").asText());
    assertThat(platform.main()).isEqualTo(main);
  }

  @Test
  @Order(3)
  void aChangeOfTheAppMovesOnlyStaging() {
    String production = platform.pods("prd-eu") + platform.pods("prd-us");
    JsonNode before = checkout.status("prd-eu");
    checkout.edit(CONTROLLER, "greeting a visitor", "greeting a dear visitor");
    Command.Result deploy = checkout.mvn("-Plocal", "deploy");
    assertThat(deploy.exitStatus()).isZero();
    JsonNode now = checkout.status();
    JsonNode staging = now.get("stg");
    assertThat(staging.get("pinned").get("version").asText()).isEqualTo("1.2.1");
    assertThat(staging.get("image").asText()).matches("[0-9a-f]{12}-g[0-9a-f]{8}");
    assertThat(platform.get(staging.get("address").asText() + "/version"))
        .contains(staging.get("image").asText().substring(13));
    assertThat(now.get("prd-eu").get("pinned")).isEqualTo(before.get("pinned"));
    assertThat(platform.pods("prd-eu") + platform.pods("prd-us")).isEqualTo(production);
    assertThat(checkout.git("status", "--porcelain")).isEqualTo(" M " + CONTROLLER);
  }

  @Test
  @Order(4)
  void anEditWithoutABumpIsRefused() {
    String registry = platform.registry();
    String main = platform.main();
    checkout.edit("config-prd-eu/values.yaml", "replicas: 2", "replicas: 3");
    Command.Result deploy = checkout.mvn("-Plocal", "deploy");
    assertThat(deploy.exitStatus()).isNotZero();
    assertThat(deploy.output())
        .contains("RELEASE-CHANGED")
        .containsPattern("config-prd-eu/values.yaml:[0-9]+ +replicas: 3 +published: 2")
        .contains("mvn -Plocal gitops:bump -Dgitops.environment=prd-eu")
        .doesNotContain("\tat ");
    assertThat(platform.registry()).isEqualTo(registry);
    assertThat(platform.main()).isEqualTo(main);
  }

  @Test
  @Order(5)
  void bumpedItReachesItsOwnClusterOnly() {
    String others = platform.pods("stg") + platform.pods("prd-us");
    JsonNode before = checkout.status("prd-eu");
    assertThat(checkout.mvn("-Plocal", "gitops:bump", "-Dgitops.environment=prd-eu").exitStatus())
        .isZero();
    assertThat(checkout.deploy().exitStatus()).isZero();
    JsonNode now = checkout.status("prd-eu");
    assertThat(now.get("pinned").get("version").asText()).isEqualTo("1.2.1");
    assertThat(now.get("image")).isEqualTo(before.get("image"));
    assertThat(replicas("prd-eu")).isEqualTo("3");
    assertThat(platform.pods("stg") + platform.pods("prd-us")).isEqualTo(others);
  }

  @Test
  @Order(6)
  void aPayloadIsPromotedByHandUnderTheSameGates() {
    JsonNode before = checkout.status();
    JsonNode staging = before.get("stg");
    checkout.git("commit", "--quiet", "--all", "-m", "Greet visitors as dear");
    checkout.git("pull", "--quiet", "--no-rebase", "--no-edit", platform.git().toString(), "main");
    // prd-us may have only what ran in prd-eu.
    takeImage("prd-us", before.get("prd-us"), staging);
    String pin = platform.onMain("argocd-root/environments/prd-us.yaml");
    Command.Result held = checkout.deploy();
    assertThat(held.exitStatus()).isNotZero();
    assertThat(held.output())
        .contains("PROMOTE-BLOCKED")
        .contains("no release of prd-eu carries the same");
    assertThat(platform.onMain("argocd-root/environments/prd-us.yaml")).isEqualTo(pin);
    checkout.git("checkout", "--", "config-prd-us");

    takeImage("prd-eu", before.get("prd-eu"), staging);
    assertThat(checkout.deploy().exitStatus()).isZero();
    JsonNode now = checkout.status();
    JsonNode promoted = now.get("prd-eu");
    assertThat(promoted.get("pinned").get("version").asText()).isEqualTo("1.2.2");
    assertThat(promoted.get("imageDigest")).isEqualTo(staging.get("imageDigest"));
    assertThat(now.get("prd-us").get("pinned")).isEqualTo(before.get("prd-us").get("pinned"));
  }

  private void takeImage(String environment, JsonNode now, JsonNode from) {
    for (String each : List.of("image", "imageDigest")) {
      checkout.edit(
          "config-" + environment + "/values.yaml",
          "\"" + now.get(each).asText() + "\"",
          "\"" + from.get(each).asText() + "\"");
    }
    String bump = "-Dgitops.environment=" + environment;
    assertThat(checkout.mvn("-Plocal", "gitops:bump", bump).exitStatus()).isZero();
  }

  @Test
  @Order(7)
  void whatIsDeletedByHandIsBackWithinSeconds() {
    String main = platform.main();
    platform.inEnvironment("prd-us", "delete", "deployment", "--all", "--wait=true");
    Duration back =
        TestPlatform.until(
            "two pods are ready again",
            Duration.ofSeconds(30),
            () ->
                platform
                    .inEnvironment(
                        "prd-us",
                        "get",
                        "deployments",
                        "-o",
                        "jsonpath={.items[*].status.readyReplicas}")
                    .equals("2"));
    System.out.println("back with 2 ready pods after " + back.toMillis() + " ms");
    assertThat(platform.main()).isEqualTo(main);
  }

  @Test
  @Order(8)
  void aConflictWithWhatWasReleasedThereIsRefused(@TempDir Path folder) {
    Path other = folder.resolve("other");
    Command.of("git", "clone", "--quiet", platform.git().toString(), other.toString()).output();
    Command.of("sed", "-i", "s/replicas: 2/replicas: 4/", "config-prd-us/values.yaml")
        .in(other)
        .output();
    Command.of(
            "git", "-c", "user.name=O", "-c", "user.email=o@example.com", "commit", "-qam", "four")
        .in(other)
        .output();
    Command.of("git", "push", "--quiet", "origin", "HEAD:main").in(other).output();
    String registry = platform.registry();
    String main = platform.main();
    checkout.edit("config-prd-us/values.yaml", "replicas: 2", "replicas: 5");
    Command.Result deploy = checkout.deploy();
    assertThat(deploy.exitStatus()).isNotZero();
    assertThat(deploy.output())
        .contains("MERGE-CONFLICT")
        .contains("config-prd-us/values.yaml")
        .contains("git pull --no-rebase " + platform.git() + " main");
    assertThat(platform.main()).isEqualTo(main);
    assertThat(platform.registry()).isEqualTo(registry);
    checkout.edit("config-prd-us/values.yaml", "replicas: 5", "replicas: 2");
    Command.of(
            "git",
            "-c",
            "user.name=O",
            "-c",
            "user.email=o@example.com",
            "revert",
            "--no-edit",
            "HEAD")
        .in(other)
        .output();
    Command.of("git", "push", "--quiet", "origin", "HEAD:main").in(other).output();
  }

  @Test
  @Order(9)
  void aChartCanBeTriedWithoutANewVersion() {
    checkout.edit(
        "chart-module/templates/deployment.yaml",
        "revisionHistoryLimit: 3",
        "revisionHistoryLimit: 4");
    assertThat(checkout.deploy().exitStatus()).isZero();
    JsonNode now = checkout.status();
    assertThat(now.get("stg").get("chart").asText()).matches("1\\.2\\.0-g[0-9a-f]{8}");
    assertThat(now.get("prd-eu").get("chart").asText()).isEqualTo("1.2.0");
  }

  @Test
  @Order(10)
  void aServiceThatCrashesIsReportedInItsOwnWordsWhileTheOldOneServes() {
    // The charts' own tests, which this deploy runs, want what the chart makes as it was.
    checkout.git("checkout", "--", "chart-module");
    checkout.edit(
        "app-service/src/main/java/com/hcomp/app/Application.java",
        "public static void main(String[] arguments) {",
        "public static void main(String[] arguments) {\n    if (System.getenv(\"KUBERNETES_SERVICE_HOST\") != null) {\n      throw new IllegalStateException(\"broken on purpose\");\n    }");
    Instant start = Instant.now();
    Command.Result deploy = checkout.mvn("-Plocal", "deploy", "-Dgitops.timeout=PT4M");
    System.out.println("told after " + Duration.between(start, Instant.now()).toSeconds() + " s");
    assertThat(deploy.exitStatus()).isNotZero();
    assertThat(deploy.output())
        .contains("NOT-LIVE")
        .contains("CrashLoopBackOff")
        .contains("broken on purpose")
        .contains("still serve");
    assertThat(platform.get(checkout.status("stg").get("address").asText() + "/version"))
        .contains("\"environment\":\"stg\"");

    checkout.git("checkout", "--", "app-service/src/main/java/com/hcomp/app/Application.java");
    String pin = platform.onMain("argocd-root/environments/stg.yaml");
    CompletableFuture<Command.Result> mended =
        CompletableFuture.supplyAsync(() -> checkout.deploy());
    TestPlatform.until(
        "what mends it is pinned",
        Duration.ofMinutes(2),
        () -> !platform.onMain("argocd-root/environments/stg.yaml").equals(pin));
    // Argo CD would end the sync of what can't start by itself, but not within three minutes.
    platform.endSync("hcomp-stg");
    assertThat(mended.join().exitStatus()).isZero();
    assertThat(checkout.mvn("-Plocal", "gitops:wait", "-Dgitops.timeout=PT1M").exitStatus())
        .isZero();
  }

  @Test
  @Order(11)
  void theClustersAreRealAndOurAccountCanOnlyLook() {
    assertThat(platform.inEnvironment("stg", "logs", "deployment/hcomp-app", "--tail=100"))
        .contains("Startup completed");
    assertThat(
            platform.inEnvironment("stg", "exec", "deployment/hcomp-app", "--", "java", "-version"))
        .isEmpty();
    assertThat(
            platform.inEnvironment(
                "stg",
                "get",
                "nodes",
                "-o",
                "jsonpath={.items[*].status.nodeInfo.containerRuntimeVersion}"))
        .startsWith("containerd://");
    JsonNode facts = platform.facts();
    Command argoCd =
        Command.of(
            facts.get("argoCdProgram").asText(),
            "--server",
            facts.get("argoCd").asText().replace("http://", ""),
            "--plaintext",
            "--auth-token",
            facts.get("accountToken").asText());
    assertThat(argoCd.and("app", "list", "--output", "name").output()).contains("argocd/hcomp-stg");
    assertThat(argoCd.and("app", "sync", "hcomp-stg").run().errors()).contains("permission denied");
    assertThat(argoCd.and("app", "delete", "hcomp-stg", "--yes").run().errors())
        .contains("permission denied");
    assertThat(argoCd.and("cluster", "list").run().output()).doesNotContain("stg-cluster");
  }

  @Test
  @Order(12)
  void theClustersTakeAllThatTheChartMakes() throws IOException {
    platform.inEnvironment("stg", "create", "namespace", "hcomp-test");
    platform.inEnvironment(
        "stg",
        "label",
        "namespace",
        "hcomp-test",
        "pod-security.kubernetes.io/enforce=restricted",
        "pod-security.kubernetes.io/warn=restricted");
    List<Path> files;
    try (Stream<Path> all =
        Files.walk(checkout.file("gitops/end-to-end/src/test/resources/charts"))) {
      files = all.filter(file -> file.endsWith("expected.yaml")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(12);
    for (Path file : files) {
      platform.kubectl(
          "stg-cluster",
          "hcomp-test",
          "apply",
          "--server-side",
          "--dry-run=server",
          "--validate=strict",
          "--warnings-as-errors",
          "--filename=" + file);
    }
  }

  @Test
  @Order(13)
  void whatIsKilledIsStartedAgainAndEverythingIsLiveAgain() throws IOException {
    assertThat(checkout.mvn("-Plocal", "gitops:up").output()).contains("up already");
    Command.Result doctor = checkout.mvn("gitops:doctor");
    assertThat(doctor.exitStatus()).isZero();
    assertThat(doctor.output())
        .containsPattern("ok +processes +[0-9]+ run")
        .containsPattern("ok +clusters +hub, stg-cluster, prd-eu-cluster, prd-us-cluster")
        .contains(", 0 wrong");
    Survival survival = new Survival(platform, checkout.addresses());
    long seed = System.nanoTime();
    System.out.println("killed at random with the seed " + seed);
    List<String> names = new ArrayList<>(survival.names());
    Collections.shuffle(names, new Random(seed));
    for (List<String> some :
        List.of(names.subList(0, 1), names.subList(1, 2), names.subList(2, 9))) {
      System.out.println(survival.kill(some));
    }
    platform.processes().forEach(pid -> Command.of("kill", "-9", pid).run());
    TestPlatform.until(
        "all are gone", Duration.ofSeconds(10), () -> platform.processes().isEmpty());
    Command.Result status = checkout.mvn("-Plocal", "gitops:status");
    assertThat(status.exitStatus()).isNotZero();
    assertThat(status.output()).contains("PLATFORM-DOWN").contains("mvn -Plocal gitops:up");
    Command.Result processes = checkout.mvn("gitops:status", "-Dgitops.platform");
    assertThat(processes.exitStatus()).isZero();
    assertThat(processes.output()).containsPattern("etcd +(signal 9|ended)");
    // As a full disk or a power cut leaves it.
    Path record = platform.home().resolve("local/run/etcd.json");
    Files.writeString(record, Files.readString(record).substring(0, 20));
    Command.Result up = checkout.mvn("-Plocal", "gitops:up");
    assertThat(up.exitStatus()).isZero();
    assertThat(up.output()).contains("STATE-UNREADABLE").contains("etcd.json");
    assertThat(checkout.mvn("-Plocal", "gitops:wait").exitStatus()).isZero();
    assertThat(platform.get(checkout.status("prd-us").get("address").asText() + "/version"))
        .contains("\"environment\":\"prd-us\"");
  }

  @Test
  @Order(14)
  void whatWasInterruptedIsDoneByTheNextCommand() {
    String main = platform.main();
    String registry = platform.registry();
    long seed = System.nanoTime();
    System.out.println("interrupted at random with the seed " + seed);
    Random random = new Random(seed);
    checkout.interrupted("KILL", moment(random, 6), "gitops:down");
    checkout.interrupted("TERM", moment(random, 12), "-Plocal", "gitops:up");
    checkout.edit(CONTROLLER, "greeting a dear visitor", "greeting a very dear visitor");
    checkout.interrupted("INT", moment(random, 40), "-Plocal", "deploy", "-DskipTests");
    assertThat(checkout.deploy().exitStatus()).isZero();
    Command.of("git", "merge-base", "--is-ancestor", main, "main").in(platform.git()).output();
    assertThat(platform.registry().lines()).containsAll(registry.lines().toList());
    JsonNode now = checkout.status();
    for (String name : ENVIRONMENTS) {
      assertThat(now.get(name).get("live").get("digest"))
          .isEqualTo(now.get(name).get("pinned").get("digest"));
    }
    assertThat(platform.get(now.get("stg").get("address").asText() + "/version"))
        .contains(now.get("stg").get("image").asText().substring(0, 12));
  }

  /** From Maven's start to a while after it usually has ended. */
  private static Duration moment(Random random, int seconds) {
    return Duration.ofMillis(1000 + random.nextInt(seconds * 1000));
  }

  @Test
  @Order(15)
  void downLeavesNothingAndUpFromTwoCheckoutsBringsItAllBack(@TempDir Path folder) {
    String main = platform.main();
    assertThat(checkout.mvn("gitops:down").exitStatus()).isZero();
    assertThat(platform.remains()).isEmpty();
    assertThat(checkout.mvn("gitops:down").exitStatus()).isZero();
    Checkout second = new Checkout(folder.resolve("hcomp"), platform.settings());
    CompletableFuture<Command.Result> other =
        CompletableFuture.supplyAsync(() -> second.mvn("-Plocal", "gitops:up"));
    List<Command.Result> ups = List.of(checkout.mvn("-Plocal", "gitops:up"), other.join());
    assertThat(ups).allMatch(up -> up.exitStatus() == 0);
    assertThat(ups).filteredOn(up -> up.output().contains("waiting for gitops:up")).hasSize(1);
    assertThat(ups).filteredOn(up -> up.output().contains("up already")).hasSize(1);
    assertThat(checkout.mvn("-Plocal", "gitops:wait").exitStatus()).isZero();
    assertThat(platform.main()).isEqualTo(main);
    assertThat(checkout.mvn("gitops:down", "-Dgitops.purge").exitStatus()).isZero();
    assertThat(platform.remains()).isEmpty();
    assertThat(platform.home().resolve("local")).doesNotExist();
    assertThat(platform.home().resolve("programs")).exists();
  }

  private String replicas(String environment) {
    return platform.inEnvironment(
        environment, "get", "deployments", "-o", "jsonpath={.items[*].status.readyReplicas}");
  }
}
