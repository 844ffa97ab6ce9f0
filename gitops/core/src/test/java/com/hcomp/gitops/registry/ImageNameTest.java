package com.hcomp.gitops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "gcr.io/distroless/java17-debian12:nonroot, gcr.io, distroless/java17-debian12, nonroot",
    "localhost:5001/hcomp/base/jre:17.0.15-1, localhost:5001, hcomp/base/jre, 17.0.15-1",
    "localhost:5001/jre, localhost:5001, jre, latest",
    "eclipse-temurin:17-jre, docker.io, library/eclipse-temurin, 17-jre",
    "bitnami/java, docker.io, bitnami/java, latest"
  })
  void isReadAsDockerReadsIt(String name, String host, String repository, String reference) {
    assertThat(ImageName.parse(name)).isEqualTo(new ImageName(host, repository, reference));
  }

  @Test
  void theDigestWinsOverTheTag() {
    assertThat(ImageName.parse("gcr.io/a/b:1@" + DIGEST))
        .isEqualTo(new ImageName("gcr.io", "a/b", DIGEST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://gcr.io/a", "gcr.io/a@sha256:12", "gcr.io/a:"})
  void anythingElseIsRefused(String name) {
    assertThatThrownBy(() -> ImageName.parse(name)).hasMessageStartingWith("BAD-IMAGE");
  }
}
