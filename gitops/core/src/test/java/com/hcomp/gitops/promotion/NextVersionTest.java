package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.model.Version;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextVersionTest {
  @ParameterizedTest
  @CsvSource({
    "1.0.0, '', 1.0.0",
    "1.0.0, '1.0.0', 1.0.1",
    "1.0.1, '1.0.0', 1.0.1",
    "1.0.0, '1.0.0 1.0.9 1.0.10', 1.0.11",
    "2.0.0, '1.0.0 1.9.0', 2.0.0",
    "1.0.0, '1.0.0 1.0.0-gabcdef01 latest', 1.0.1",
  })
  void isAboveAllThatArePublished(String own, String published, String next) {
    assertThat(NextVersion.of(new Version(own), List.of(published.split(" "))))
        .isEqualTo(new Version(next));
  }
}
