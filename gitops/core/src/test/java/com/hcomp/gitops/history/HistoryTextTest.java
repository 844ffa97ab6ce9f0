package com.hcomp.gitops.history;

import static com.hcomp.gitops.history.PinnedRepository.START;
import static com.hcomp.gitops.history.PinnedRepository.app;
import static com.hcomp.gitops.history.PinnedRepository.release;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.report.JsonOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HistoryTextTest {
  /** An hour after the last commit of the first day. */
  private static final Instant EVENING = START.plusSeconds(7 * 3600);

  private static final Instant NEXT_DAY = EVENING.plus(Duration.ofHours(26));

  private static final String PROMOTED =
      """
      promote: prd 1.0.1 <- stg 1.0.1 (app 2, chart 1.0.0)

      Release: config-prd 1.0.1
      From: stg 1.0.1
      Gate: upstream pass: stg runs 1.0.1 since 09:00:00, synced and healthy
      Gate: soak overridden: 4 m of 30 m
      Gate: window pass: open until 18:00 Europe/Berlin
      Override: soak
      Reason: the login page is broken in production, and this mends it
      Actor: ada
      Run: https://github.com/example/hcomp/actions/runs/1234
      """;

  @TempDir Path folder;
  private PinnedRepository repository;

  /** A day: releases, a promotion past a gate, a rollback, a change of configuration. */
  @BeforeEach
  void makeRepository() throws IOException {
    repository = new PinnedRepository(Files.createDirectory(folder.resolve("hcomp")));
    repository.release("stg", 0, 1, "deploy: stg");
    repository.release("stg", 1, 2, "deploy: stg");
    repository.release("prd", 0, 1, "promote: prd\n\nFrom: stg 1.0.0\nActor: robot\n");
    repository.write(
        "prd", 1, 2, List.of(new Replaced(release("prd", 0), Duration.ofHours(1))), List.of());
    repository.commit(PROMOTED);
    repository.write(
        "prd",
        0,
        1,
        List.of(),
        List.of(new Held(release("prd", 1), Optional.of(app(2).fingerprint()))));
    repository.commit("rollback: prd 1.0.1 -> 1.0.0\n\nActor: ada\n");
    repository.release("prd", 2, 1, "More replicas for the sale");
  }

  private List<EnvironmentRuns> all(int limit) {
    History history = repository.history();
    return history.environments().stream()
        .map(name -> EnvironmentRuns.of(history, name, limit))
        .toList();
  }

  private String text(Instant now, int limit) {
    String text = new HistoryText(Clock.fixed(now, ZoneOffset.UTC)).of(all(limit));
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    return numbered(text);
  }

  /** With commits named 11111111, 22222222 and so on, whatever else is in the repository. */
  private String numbered(String text) {
    String numbered = text;
    int number = 1;
    for (String id : TestGit.run(repository.root, "rev-list", "--reverse", "HEAD").split("\n")) {
      String digit = Integer.toString(number++);
      numbered =
          numbered.replace(id, digit.repeat(40)).replace(id.substring(0, 8), digit.repeat(8));
    }
    return numbered;
  }

  private static String golden(String name) {
    try (InputStream stream = HistoryTextTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theTableOfADay() {
    assertThat(text(EVENING, 20)).isEqualTo(golden("day.txt"));
  }

  @Test
  void afterADayThereAreDatesAndWhatIsLeftOutIsCounted() {
    assertThat(text(NEXT_DAY, 1)).isEqualTo(golden("next-day.txt"));
  }

  @Test
  void longNamesStandBelow() throws IOException {
    TestGit.run(
        repository.root, "config", "user.name", "Augusta Ada King-Noel, Countess of Lovelace");
    repository.release("stg", 2, 3, "deploy: stg");
    assertThat(text(EVENING, 20)).isEqualTo(golden("long-names.txt"));
  }

  @Test
  void nothingIsCutOffForMachines() {
    String json = new JsonOutput().text(HistoryJson.of(all(20))) + "\n";
    assertThat(numbered(json)).isEqualTo(golden("day.json"));
  }

  @Test
  void whatACommitSaysIsShownNotObeyed() {
    repository.release("stg", 2, 3, "\u001b[2Jgone\n\nFrom: dev 1.0.0 " + app(3).fingerprint());
    repository.release("stg", 3, 4, "\u001b[2Jgone");
    assertThat(text(EVENING, 20))
        .contains("from        dev 1.0.0 " + app(3).fingerprint().abbreviated() + "\n")
        .contains("subject     ?[2Jgone\n")
        .doesNotContain("\u001b");
  }

  @Test
  void anEnvironmentThatWasTakenAwaySaysWhatItRan() throws IOException {
    Files.delete(repository.root.resolve("argocd-root/environments/prd.yaml"));
    repository.files.write("argocd-root/promotion.yaml", "environments:\n  - name: stg\n");
    repository.commit("Take prd away");
    assertThat(text(EVENING, 1)).contains("removal").contains("left        1.0.2\n");
  }

  @Test
  void anEnvironmentWithoutAReleaseIsNamed() throws IOException {
    repository.files.write(
        "argocd-root/environments/dev.yaml", "cluster: c\nnamespace: n\nproject: staging\n");
    repository.commit("Add dev");
    assertThat(text(EVENING, 20)).endsWith("dev\n  nothing was pinned yet\n\n");
  }
}
