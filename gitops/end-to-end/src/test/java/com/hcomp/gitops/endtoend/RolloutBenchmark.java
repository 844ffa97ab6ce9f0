package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.Programs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Production under load while its pin moves, a pod is killed and its node's kubelet is restarted:
 * no request is lost. Prints the table of docs/benchmarks.md.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutBenchmark {
  private static final String ENVIRONMENT = "prd-eu";
  private static final String CLUSTER = ENVIRONMENT + "-cluster";
  private static final String VALUES = "config-" + ENVIRONMENT + "/values.yaml";
  private static final String PIN = "argocd-root/environments/" + ENVIRONMENT + ".yaml";
  private static final int WANTED_RATE = 200;

  /** Long enough for figures of their own before and after a change. */
  private static final Duration CALM = Duration.ofSeconds(8);

  private final TestPlatform platform = new TestPlatform();
  private final List<String> table = new ArrayList<>();
  private Checkout checkout;
  private Path pins;
  private Load.Target target;

  /** The pin files of four releases: the first one, a new image, a new chart, another scale. */
  private final List<String> releases = new ArrayList<>();

  @BeforeAll
  void publishFourReleases(@TempDir Path folder) throws Exception {
    checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.installGoals();
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    deploy();
    remember();
    checkout.edit(
        "app-service/src/main/java/com/hcomp/app/GreetingController.java",
        "greeting a visitor",
        "greeting a dear visitor");
    deploy();
    promote();
    checkout.mvn("-q", "-Plocal", "gitops:bump", "-Dgitops.chart=hcomp-app");
    checkout.edit(
        "chart-module/templates/deployment.yaml",
        "terminationGracePeriodSeconds: 30",
        "terminationGracePeriodSeconds: 31");
    deploy();
    promote();
    checkout.git("commit", "--quiet", "--all", "-m", "Greet visitors as dear, and take longer");
    checkout.git("pull", "--quiet", "--no-rebase", "--no-edit", platform.git().toString(), "main");
    checkout.edit(VALUES, "replicas: 2", "replicas: 3");
    checkout.mvn("-q", "-Plocal", "gitops:bump", "-Dgitops.environment=" + ENVIRONMENT);
    deploy();
    remember();

    pins = folder.resolve("pins");
    Command.of("git", "clone", "--quiet", platform.git().toString(), pins.toString()).output();
    move(releases.get(0));
    target = target(folder);
  }

  @AfterAll
  void down() {
    System.out.println(
        "\n| change | connections | requests/s | failed | p50 before, during, after (ms) | p99 | max |"
            + "\n|---|---|---|---|---|---|---|");
    table.forEach(System.out::println);
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
  }

  @Test
  @Order(1)
  void aNewImageLosesNoRequest() {
    assertThat(failedDuring("a new image", () -> move(releases.get(1)))).isZero();
  }

  @Test
  @Order(2)
  void aNewChartLosesNoRequest() {
    assertThat(failedDuring("a new chart", () -> move(releases.get(2)))).isZero();
  }

  @Test
  @Order(3)
  void anotherScaleLosesNoRequest() {
    assertThat(failedDuring("2 to 3 replicas", () -> move(releases.get(3)))).isZero();
  }

  @Test
  @Order(4)
  void aRollbackLosesNoRequest() {
    assertThat(failedDuring("rollback of all that", () -> move(releases.get(0)))).isZero();
  }

  @Test
  @Order(5)
  void aKilledPodLosesOnlyWhatItWasAnswering() {
    long failed =
        failedDuring(
            "a pod killed",
            () -> {
              String pod = kubectl("get", "pods", "-o", "jsonpath={.items[0].metadata.uid}");
              assertThat(Command.of("kill", "-9", platform.javaOf(pod)).run().exitStatus())
                  .isZero();
              waitForReady(2);
            });
    assertThat(failed).isLessThanOrEqualTo(2 * Load.CONNECTIONS);
  }

  @Test
  @Order(6)
  void aKubeletsRestartLosesNoRequest() {
    long failed =
        failedDuring(
            "kubelet restarted",
            () -> {
              String kubelet = platform.process("kubelet", CLUSTER);
              assertThat(Command.of("kill", kubelet).run().exitStatus()).isZero();
              TestPlatform.until(
                  "the kubelet has ended",
                  Duration.ofSeconds(30),
                  () -> !platform.processes().contains(kubelet));
              assertThat(checkout.mvn("-Plocal", "gitops:up").exitStatus()).isZero();
              waitForReady(2);
            });
    assertThat(failed).isZero();
  }

  /** Puts load on the host for the whole time of a change, and a while before and after it. */
  private long failedDuring(String what, Runnable change) {
    List<Load.Result> reused = new ArrayList<>();
    List<Load.Result> fresh = new ArrayList<>();
    measure(reused, fresh, RolloutBenchmark::calm);
    measure(reused, fresh, change);
    measure(reused, fresh, RolloutBenchmark::calm);
    table.add(row(what, "reused", reused));
    table.add(row(what, "new", fresh));
    assertThat(reused.get(1).rate() + fresh.get(1).rate())
        .as("requests a second")
        .isGreaterThan(WANTED_RATE);
    return failed(reused) + failed(fresh);
  }

  private void measure(List<Load.Result> reused, List<Load.Result> fresh, Runnable meanwhile) {
    Load one = target.start(true);
    Load other = target.start(false);
    try {
      meanwhile.run();
    } finally {
      reused.add(one.stop());
      fresh.add(other.stop());
    }
  }

  private static long failed(List<Load.Result> results) {
    return results.stream().mapToLong(Load.Result::failed).sum();
  }

  private static String row(String what, String connections, List<Load.Result> results) {
    return "| %s | %s | %.0f | %d | %s | %s | %s |"
        .formatted(
            what,
            connections,
            results.get(1).rate(),
            failed(results),
            figures(results.stream().map(Load.Result::p50).toList()),
            figures(results.stream().map(Load.Result::p99).toList()),
            figures(results.stream().map(Load.Result::max).toList()));
  }

  private static String figures(List<Double> milliseconds) {
    return milliseconds.stream()
        .map(each -> each < 10 ? "%.1f".formatted(each) : "%.0f".formatted(each))
        .reduce((all, each) -> all + ", " + each)
        .orElse("");
  }

  /** The measured time itself, not a wait for something. */
  private static void calm() {
    try {
      Thread.sleep(CALM.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Moves the pin as every goal does, by a commit, and waits until no pod of before is left. */
  private void move(String pinFile) {
    try {
      Files.writeString(pins.resolve(PIN), pinFile);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Command git = Command.of("git", "-c", "user.name=A", "-c", "user.email=a@example.com").in(pins);
    git.and("commit", "--quiet", "--all", "-m", "pin: " + ENVIRONMENT).output();
    git.and("push", "--quiet", "origin", "HEAD:main").output();
    Command.Result wait =
        checkout.mvn("-q", "-Plocal", "gitops:wait", "-Dgitops.environment=" + ENVIRONMENT);
    assertThat(wait.exitStatus()).isZero();
    TestPlatform.until(
        "the pods of before are gone",
        Duration.ofMinutes(2),
        () ->
            kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.deletionTimestamp}")
                .isEmpty());
  }

  private void deploy() {
    assertThat(checkout.deploy().exitStatus()).isZero();
  }

  /** Gives production what has soaked in staging. */
  private void promote() {
    TestPlatform.until(
        "it has soaked",
        Duration.ofMinutes(3),
        () ->
            checkout.mvn("-Plocal", "gitops:promote", "-Dgitops.to=" + ENVIRONMENT).exitStatus()
                == 0);
    remember();
  }

  private void remember() {
    releases.add(platform.onMain(PIN) + "\n");
  }

  private void waitForReady(int pods) {
    TestPlatform.until(
        pods + " pods are ready",
        Duration.ofMinutes(2),
        () ->
            kubectl("get", "deployments", "-o", "jsonpath={.items[*].status.readyReplicas}")
                .equals("" + pods));
  }

  private String kubectl(String... arguments) {
    return platform.inEnvironment(ENVIRONMENT, arguments);
  }

  /** The environment's own host, asked by the address that its name leads to. */
  private Load.Target target(Path folder) throws Exception {
    URI address = URI.create(checkout.status(ENVIRONMENT).get("address").asText());
    Path script = folder.resolve("steady.lua");
    try (var source = getClass().getResourceAsStream("/load/steady.lua")) {
      Files.write(script, source.readAllBytes());
    }
    return new Load.Target(
        Programs.wrk(),
        script,
        address.getScheme() + "://127.0.0.1:" + address.getPort() + "/version",
        address.getAuthority());
  }
}
