package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The image as it is built and published, run in a container as a node would. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private BuiltImage image;
  private JsonNode configuration;
  private Path root;
  private Path folder;

  @BeforeAll
  void build(@TempDir Path temporary) throws Exception {
    folder = temporary;
    image = BuiltImage.prepare(temporary);
    assertThat(image.deploy()).contains("startup archive");
    configuration = image.configuration();
    root = image.unpack();
  }

  @AfterAll
  void close() {
    image.close();
  }

  @Test
  @Order(1)
  void itServesInLittleMemoryAndEndsInOrder() throws Exception {
    try (Container container = start("serve", List.of(), Map.of("HCOMP_ENVIRONMENT", "stg"))) {
      Duration ready = container.awaitReady(PATIENCE);
      for (int i = 0; i < 1000; i++) {
        assertThat(container.get("/version"))
            .contains("\"environment\":\"stg\"", "\"commit\":\"" + image.commit() + "\"");
      }
      System.out.printf(
          "ready after %d ms; at most %d of %d MiB after 1000 requests%n",
          ready.toMillis(), container.memory() >> 20, Container.MEMORY >> 20);

      assertThat(container.stop()).isEqualTo(128 + 15);
      assertThat(container.log()).contains("\"message\":\"Shut down\"");
    }
  }

  @Test
  @Order(2)
  void theClassesOfItsLibrariesComeFromTheArchive() throws Exception {
    // Whatever it is asked: a wrong setting ends it, and these classes are loaded by then.
    try (Container container =
        start(
            "archive",
            List.of(),
            Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load", "HCOMP_LOG_FORMAT", "xml"))) {
      assertThat(container.awaitEnd()).isEqualTo(1);
      assertThat(container.log())
          .containsPattern("io\\.micronaut\\.context\\.\\S+ source: shared objects file")
          .containsPattern("java\\.lang\\.String source: shared objects file")
          .doesNotContainPattern("io\\.netty\\.util\\.\\S+ source: file:")
          .containsPattern("com\\.hcomp\\.app\\.Application source: file:");
    }
  }

  @Test
  @Order(3)
  void theSmokeTestRunsFromTheSameImage() throws Exception {
    try (Container container = start("asked", List.of(), Map.of("HCOMP_ENVIRONMENT", "stg"))) {
      container.awaitReady(PATIENCE);
      assertThat(smokeTest("pass", container, "stg"))
          .contains("0", "pass  readiness", "pass  commit       " + image.commit());
      assertThat(smokeTest("fail", container, "prd-eu"))
          .contains("1", "pass  version", "FAIL  environment  stg, expected prd-eu");
    }
  }

  /** Its exit status and what it printed. */
  private String smokeTest(String name, Container asked, String environment) throws Exception {
    List<String> command = List.of("java", "@start/arguments", "smoke-test");
    Map<String, String> variables =
        Map.of(
            "HCOMP_SMOKE_URL",
            asked.application(),
            "HCOMP_SMOKE_MANAGEMENT_URL",
            asked.management(),
            "HCOMP_SMOKE_TIMEOUT",
            "2s",
            "HCOMP_ENVIRONMENT",
            environment);
    try (Container test = start(name, command, variables)) {
      return test.awaitEnd() + "\n" + test.log();
    }
  }

  @Test
  @Order(4)
  void itIsNobodysAndHasNoShell() throws IOException {
    JsonNode settings = configuration.get("config");
    assertThat(settings.get("User").asText()).isEqualTo("65532:65532");
    assertThat(settings.get("ExposedPorts").fieldNames())
        .toIterable()
        .containsExactly("8080/tcp", "8081/tcp");
    JsonNode labels = settings.get("Labels");
    String prefix = "org.opencontainers.image.";
    assertThat(labels.get(prefix + "source").asText()).isEqualTo("https://example.com/hcomp");
    assertThat(labels.get(prefix + "revision").asText()).isEqualTo(image.commit());
    assertThat(labels.get(prefix + "version").asText()).isEqualTo("1.0.0");
    assertThat(labels.get(prefix + "licenses").asText()).isEqualTo("Apache-2.0");

    PathMatcher shells =
        FileSystems.getDefault().getPathMatcher("glob:{sh,bash,dash,busybox,apt*,dpkg*,apk,rpm}");
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isExecutable))
          .isNotEmpty()
          .noneMatch(file -> !Files.isDirectory(file) && shells.matches(file.getFileName()));
    }
  }

  @Test
  @Order(5)
  void aChangeOfCodeReplacesOneLayerOfSomeKilobytes() throws Exception {
    Map<String, Long> before = image.layers();
    image
        .checkout()
        .edit(
            "app-service/src/main/java/com/hcomp/app/GreetingController.java",
            "greeting a visitor",
            "greeting a dear visitor");
    assertThat(image.deploy()).contains("startup archive as before");

    Map<String, Long> after = image.layers();
    assertThat(after).hasSameSizeAs(before);
    after.keySet().removeAll(before.keySet());
    System.out.println("layers before: " + before.values() + "; replaced: " + after.values());
    assertThat(after.values()).hasSize(1).allMatch(bytes -> bytes < 200_000);
  }

  private Container start(String name, List<String> arguments, Map<String, String> variables)
      throws IOException {
    return new Container(
        folder.resolve("containers").resolve(name), root, configuration, arguments, variables);
  }
}
