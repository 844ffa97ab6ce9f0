package com.hcomp.gitops.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.git.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageLabelsTest {
  private static final Source COMMITTED =
      new Source("9f31c2a4b7de", Instant.EPOCH, Optional.empty());
  private static final Source CHANGED =
      new Source("9f31c2a4b7de", Instant.EPOCH, Optional.of("01234567"));

  @Test
  void sayWhatTheImageIsAndWhereItComesFrom() {
    ImageLabels labels =
        new ImageLabels(
            "app-service",
            "1.2.0",
            COMMITTED,
            Optional.of("https://example.com/hcomp"),
            List.of("Apache-2.0", "MIT"));

    assertThat(labels.property())
        .isEqualTo(
            "org.opencontainers.image.title=app-service,"
                + "org.opencontainers.image.version=1.2.0,"
                + "org.opencontainers.image.revision=9f31c2a4b7de,"
                + "org.opencontainers.image.source=https://example.com/hcomp,"
                + "org.opencontainers.image.licenses=Apache-2.0 AND MIT");
  }

  @Test
  void leaveOutWhatIsNotKnown() {
    ImageLabels labels =
        new ImageLabels("app-service", "1.2.0", CHANGED, Optional.empty(), List.of());

    assertThat(labels.labels())
        .doesNotContainKeys("org.opencontainers.image.source", "org.opencontainers.image.licenses")
        .containsEntry("org.opencontainers.image.revision", "9f31c2a4b7de-g01234567");
  }
}
