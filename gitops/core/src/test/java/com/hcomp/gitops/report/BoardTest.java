package com.hcomp.gitops.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.report.Board.Release;
import com.hcomp.gitops.report.Board.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardTest {
  private static final Instant NOW = Instant.parse("2026-01-02T15:00:00Z");
  private static final Digest NEW = Digest.of("new");
  private static final Digest OLD = Digest.of("old");
  private static final Digest IMAGE = Digest.of("image");

  private static Row row(String name, String version, Digest pinned, Instant since) {
    return new Row(
        name,
        name + "-cluster",
        Optional.of(new Pin(new Version(version), pinned)),
        Optional.of("1.0.0"),
        Optional.of("9f31c2a4b7de"),
        Optional.of(IMAGE),
        Optional.of(new Release(pinned, Optional.of(new Version(version)))),
        Optional.of("Synced"),
        Optional.of("Healthy"),
        Optional.of(since),
        Optional.of("http://10.211.170.181"),
        Optional.of("/root/.cache/hcomp/local/kubeconfig/" + name + "-cluster.yaml"),
        List.of());
  }

  private static final Board FINE =
      new Board(
          List.of(
              row("stg", "1.0.1", NEW, NOW.minusSeconds(12)),
              row("prd-eu", "1.0.0", OLD, NOW.minusSeconds(3 * 3600)),
              row("prd-us", "1.0.0", OLD, NOW.minusSeconds(40 * 3600))));

  private static final Board TROUBLED =
      new Board(
          List.of(
              new Row(
                  "stg",
                  "stg-cluster",
                  Optional.of(new Pin(new Version("1.0.1"), NEW)),
                  Optional.of("1.0.0-g4be1a09c"),
                  Optional.of("20260102-9f31c2a4b7de-g4be1a09c"),
                  Optional.of(IMAGE),
                  Optional.of(new Release(OLD, Optional.empty())),
                  Optional.of("OutOfSync"),
                  Optional.of("Degraded"),
                  Optional.of(NOW.minusSeconds(240)),
                  Optional.of("http://10.211.170.181"),
                  Optional.empty(),
                  List.of(
                      "release 1.0.1 is pinned, but not in the registry",
                      "Argo CD can't read the release: Failed to load target state: failed to"
                          + " generate manifest for source 1 of 1: cannot get digest for revision"
                          + " sha256:11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437"
                          + ": not found")),
              new Row(
                  "prd-eu",
                  "prd-eu-cluster",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  List.of("nothing is pinned yet"))));

  private static String text(Board board, boolean colour) {
    return new BoardText(Clock.fixed(NOW, ZoneOffset.UTC), colour).of(board);
  }

  private static String golden(String name) {
    try (InputStream stream = BoardTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theTableOfAFineDay() {
    assertThat(text(FINE, false)).isEqualTo(golden("fine.txt"));
  }

  @Test
  void whatDiffersStandsBelowTheTable() {
    assertThat(text(TROUBLED, false)).isEqualTo(golden("troubled.txt"));
  }

  @Test
  void namesAreNeverCutAndSentencesWrap() {
    String text = text(TROUBLED, false);
    assertThat(text).contains("20260102-9f31c2a4b7de-g4be1a09c").contains("http://10.211.170.181");
    String notes = text.substring(text.indexOf("\n\n"));
    assertThat(notes.lines()).allMatch(line -> line.length() <= 100);
    assertThat(text(FINE, false).lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void colourMarksOnlyStates() {
    String coloured = text(FINE, true);
    assertThat(coloured)
        .contains("\u001b[32mSynced\u001b[0m")
        .contains("\u001b[32mHealthy\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(golden("fine.txt"));
  }

  @Test
  void colourNeedsATerminalAndNobodyAgainstIt() {
    assertThat(BoardText.wantsColour(Map.of(), true)).isTrue();
    assertThat(BoardText.wantsColour(Map.of(), false)).isFalse();
    assertThat(BoardText.wantsColour(Map.of("NO_COLOR", "1"), true)).isFalse();
    assertThat(BoardText.wantsColour(Map.of("NO_COLOR", ""), true)).isTrue();
  }

  @Test
  void machinesGetEverythingWhole() {
    assertThat(new JsonOutput().text(FINE.json()) + "\n").isEqualTo(golden("fine.json"));
    assertThat(new JsonOutput().text(TROUBLED.json()) + "\n").isEqualTo(golden("troubled.json"));
  }
}
