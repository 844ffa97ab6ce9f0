package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * Releases on their way from staging to production, as a person sends them: each test goes on where
 * the one before ended. Soaks are those of argocd-root/promotion.yaml, half a minute each.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromotionIT {
  private static final String CONTROLLER =
      "app-service/src/main/java/com/hcomp/app/GreetingController.java";
  private static final String APPLICATION =
      "app-service/src/main/java/com/hcomp/app/Application.java";
  private static final String MAIN = "public static void main(String[] arguments) {";
  private static final Duration SOAK = Duration.ofSeconds(30);
  private static final Duration ROLLED_BACK = Duration.ofSeconds(15);

  private final TestPlatform platform = new TestPlatform();
  private Checkout checkout;

  @BeforeAll
  void everythingRunsTheSame(@TempDir Path folder) {
    checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.installGoals();
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    assertThat(deploy().exitStatus()).isZero();
  }

  @AfterAll
  void down() {
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
  }

  @Test
  @Order(1)
  void aDryRunShowsWhatWouldChangeAndTouchesNothing() {
    checkout.edit(CONTROLLER, "greeting a visitor", "greeting a dear visitor");
    checkout.git("commit", "--quiet", "--all", "-m", "Greet visitors as dear");
    assertThat(deploy().exitStatus()).isZero();
    String main = platform.main();
    String registry = platform.registry();
    Command.Result plan = goal("promote", "-Dgitops.to=prd-eu", "-Dgitops.dryRun");
    assertThat(plan.exitStatus()).isZero();
    assertThat(plan.output())
        .contains("prd-eu 1.2.0 -> 1.2.1 <- stg 1.2.1")
        .contains("upstream")
        .contains("soak")
        .contains("In Git, and the pin:")
        .contains("In the cluster:")
        .contains("+ ", "- ")
        .contains(checkout.status("stg").get("imageDigest").asText());
    assertThat(platform.main()).isEqualTo(main);
    assertThat(platform.registry()).isEqualTo(registry);
  }

  @Test
  @Order(2)
  void aGoodReleaseGoesOnWhenItHasSoaked() {
    JsonNode staging = checkout.status("stg");
    Instant start = Instant.now();
    for (String environment : List.of("prd-eu", "prd-us")) {
      String before = pinned(environment);
      TestPlatform.until(
          environment + " gets it",
          Duration.ofMinutes(3),
          () -> {
            assertThat(goal("advance").exitStatus()).isZero();
            return !pinned(environment).equals(before);
          });
      JsonNode now = checkout.status(environment);
      assertThat(now.get("live").get("digest")).isEqualTo(now.get("pinned").get("digest"));
      assertThat(now.get("imageDigest")).isEqualTo(staging.get("imageDigest"));
      assertThat(platform.get(now.get("address").asText() + "/version"))
          .contains("\"environment\":\"" + environment + "\"")
          .contains(staging.get("image").asText().substring(0, 12));
    }
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(SOAK);
    assertThat(lastCommit("prd-us").minus(SOAK)).isAfter(lastCommit("prd-eu"));
    assertThat(goal("history", "-Dgitops.environment=prd-us").output())
        .contains("promotion")
        .contains("prd-eu 1.2.1")
        .containsPattern("soak\\s+pass");
  }

  @Test
  @Order(3)
  void aCrashLoopingImageStopsAtStagingForThePodsOwnReason() {
    checkout.edit(
        APPLICATION,
        MAIN,
        MAIN
            + "\n    if (System.getenv(\"KUBERNETES_SERVICE_HOST\") != null) {"
            + "\n      throw new IllegalStateException(\"broken on purpose\");\n    }");
    assertThat(deploy("-Dgitops.timeout=PT2M").output()).contains("NOT-LIVE");
    String main = platform.main();
    Command.Result advance = goal("advance");
    assertThat(advance.exitStatus()).isZero();
    assertThat(advance.output())
        .contains("prd-eu <- stg 1.2.2")
        .containsPattern("block +upstream")
        .contains("CrashLoopBackOff");
    Command.Result promote = goal("promote", "-Dgitops.to=prd-eu");
    assertThat(promote.exitStatus()).isNotZero();
    assertThat(promote.output()).contains("PROMOTE-BLOCKED").doesNotContain("\tat ");
    assertThat(platform.main()).isEqualTo(main);
  }

  @Test
  @Order(4)
  void aRollbackReachesTheClusterWhileStagingCrashLoops() {
    JsonNode left = checkout.status("prd-eu");
    String main = platform.main();
    CompletableFuture<Command.Result> rollback =
        CompletableFuture.supplyAsync(() -> goal("rollback", "-Dgitops.environment=prd-eu"));
    TestPlatform.until(
        "the pin moves", Duration.ofSeconds(30), () -> !platform.main().equals(main));
    Duration took =
        TestPlatform.until(
            "the cluster has the image that ran before",
            ROLLED_BACK,
            () -> !image("prd-eu").contains(left.get("imageDigest").asText()));
    System.out.println("rolled back " + took.toMillis() + " ms after the push");
    assertThat(rollback.join().exitStatus()).isZero();
    JsonNode now = checkout.status("prd-eu");
    assertThat(now.get("pinned").get("version").asText()).isEqualTo("1.2.0");
    assertThat(now.get("live").get("digest")).isEqualTo(now.get("pinned").get("digest"));
    assertThat(image("prd-eu")).contains(now.get("imageDigest").asText());
    assertThat(goal("history", "-Dgitops.environment=prd-eu").output())
        .containsPattern("1\\.2\\.0 +rollback");
  }

  @Test
  @Order(5)
  void whatWasLeftComesBackOnlyByName() {
    checkout.git("checkout", "--", APPLICATION);
    CompletableFuture<Command.Result> deploy = CompletableFuture.supplyAsync(this::deploy);
    String stuck = pinned("stg");
    TestPlatform.until(
        "what mends it is pinned", Duration.ofMinutes(2), () -> !pinned("stg").equals(stuck));
    // Argo CD would end the sync of what can't start by itself, but not within three minutes.
    platform.endSync("hcomp-stg");
    assertThat(deploy.join().exitStatus()).isZero();
    String before = pinned("prd-eu");
    TestPlatform.until(
        "only the rollback holds it back",
        Duration.ofMinutes(2),
        () -> goal("advance").output().matches("(?s).*pass +soak.*block +held.*"));
    assertThat(pinned("prd-eu")).isEqualTo(before);
    String version = checkout.status("stg").get("pinned").get("version").asText();
    Command.Result promote = goal("promote", "-Dgitops.to=prd-eu", "-Dgitops.release=" + version);
    assertThat(promote.exitStatus()).isZero();
    JsonNode now = checkout.status();
    assertThat(now.get("prd-eu").get("imageDigest")).isEqualTo(now.get("stg").get("imageDigest"));
  }

  /** It never is healthy for the 15 s that end a soak. */
  @Test
  @Order(6)
  void whatDegradesInItsSoakGoesNoFurther() {
    checkout.edit(
        APPLICATION,
        MAIN,
        MAIN
            + "\n    if (\"prd-eu\".equals(System.getenv(\"HCOMP_ENVIRONMENT\"))) {"
            + "\n      java.util.concurrent.CompletableFuture.delayedExecutor("
            + "\n              12, java.util.concurrent.TimeUnit.SECONDS)"
            + "\n          .execute(() -> Runtime.getRuntime().halt(3));\n    }");
    assertThat(deploy().exitStatus()).isZero();
    String good = pinned("prd-us");
    String before = pinned("prd-eu");
    TestPlatform.until(
        "prd-eu gets it",
        Duration.ofMinutes(3),
        () -> {
          goal("advance", "-Dgitops.timeout=PT20S");
          return !pinned("prd-eu").equals(before);
        });
    assertThat(image("prd-eu")).contains(checkout.status("stg").get("imageDigest").asText());
    Instant enough = Instant.now().plus(SOAK.multipliedBy(2));
    String said = "";
    while (Instant.now().isBefore(enough)) {
      said = goal("advance", "-Dgitops.wait=false").output();
      assertThat(pinned("prd-us")).isEqualTo(good);
    }
    assertThat(said).contains("prd-us <- prd-eu").containsPattern("(wait|block) +(upstream|soak)");
  }

  @Test
  @Order(7)
  void aPinToWhatIsNotThereLeavesTheClusterAsItIs(@TempDir Path folder) throws IOException {
    String pods = platform.pods("prd-us");
    JsonNode before = checkout.status("prd-us");
    String digest = before.get("pinned").get("digest").asText();
    Path clone = folder.resolve("clone");
    Command.of("git", "clone", "--quiet", platform.git().toString(), clone.toString()).output();
    Path file = clone.resolve("argocd-root/environments/prd-us.yaml");
    Files.writeString(
        file, Files.readString(file).replaceFirst(digest, "sha256:" + "0".repeat(64)));
    Command git = Command.of("git", "-c", "user.name=O", "-c", "user.email=o@example.com");
    git.in(clone).and("commit", "--quiet", "--all", "-m", "a slip").output();
    git.in(clone).and("push", "--quiet", "origin", "HEAD:main").output();
    TestPlatform.until(
        "status says so",
        Duration.ofMinutes(1),
        () -> checkout.status("prd-us").get("differences").toString().contains("registry"));
    System.out.println(goal("status").output());
    assertThat(goal("wait", "-Dgitops.environment=prd-us", "-Dgitops.timeout=PT30S").exitStatus())
        .isNotZero();
    assertThat(platform.pods("prd-us")).isEqualTo(pods);
    assertThat(platform.get(before.get("address").asText() + "/version"))
        .contains("\"environment\":\"prd-us\"");
  }

  private Command.Result deploy(String... more) {
    return checkout.deploy(more);
  }

  private Command.Result goal(String name, String... more) {
    return checkout.mvn(
        Stream.concat(Stream.of("-Plocal", "gitops:" + name), Stream.of(more))
            .toArray(String[]::new));
  }

  /** The pin file's part that Argo CD follows. */
  private String pinned(String environment) {
    String file = platform.onMain("argocd-root/environments/" + environment + ".yaml");
    return file.lines()
        .filter(line -> line.strip().startsWith("digest:"))
        .findFirst()
        .orElseThrow();
  }

  private Instant lastCommit(String environment) {
    return Instant.parse(
        Command.of("git", "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ")
            .with("TZ", "UTC")
            .in(platform.git())
            .and("main", "--", "argocd-root/environments/" + environment + ".yaml")
            .output());
  }

  private String image(String environment) {
    return platform.inEnvironment(
        environment,
        "get",
        "deployments",
        "-o",
        "jsonpath={.items[*].spec.template.spec.containers[0].image}");
  }
}
