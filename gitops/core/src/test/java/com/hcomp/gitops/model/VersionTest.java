package com.hcomp.gitops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @Test
  void ordersAsSemverOrgDoes() {
    List<Version> ordered =
        List.of(
                "0.9.10",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.2",
                "1.0.10",
                "1.2.0",
                "10.0.0")
            .stream()
            .map(Version::new)
            .toList();
    List<Version> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(7));
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(ordered);
  }

  @ParameterizedTest
  @CsvSource({"1.0.3, 1.0.4", "1.0.9, 1.0.10", "1.0.4-rc.1, 1.0.4", "2.1.0-g4be1a09c, 2.1.0"})
  void theNextPatchIsTheSmallestReleaseAbove(String version, String next) {
    assertThat(new Version(version).nextPatch()).isEqualTo(new Version(next));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.0", "v1.0.0", "01.0.0", "1.0.0-01", "1.0.0+build", "", "1.0.x", "^1.0.0"})
  void refusesWhatNoRegistryOrHelmWouldTake(String text) {
    assertThat(Version.isVersion(text)).isFalse();
    assertThatThrownBy(() -> new Version(text)).hasMessageContaining("semantic version");
  }

  @Test
  void aSuffixOfDigitsOnlyNeedsItsLetter() {
    assertThat(new Version("1.2.0").withSuffix("g01234567").value()).isEqualTo("1.2.0-g01234567");
    assertThatThrownBy(() -> new Version("1.2.0").withSuffix("01234567"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
