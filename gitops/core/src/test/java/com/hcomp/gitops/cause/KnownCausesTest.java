package com.hcomp.gitops.cause;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code messages.yaml} holds messages as they were seen, and what each is known as. */
class KnownCausesTest {
  private static final KnownCauses CAUSES = KnownCauses.standard();

  /**
   * @param cause what the message is known as
   * @param says a part of its plain sentence; empty where no name goes into it
   */
  private record Seen(String cause, String message, String says) {
    @Override
    public String toString() {
      return cause + ": " + message.substring(0, Math.min(60, message.length()));
    }
  }

  static Stream<Seen> seen() throws IOException {
    try (InputStream stream = KnownCausesTest.class.getResourceAsStream("messages.yaml")) {
      String text = new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
      Object read = new Load(LoadSettings.builder().build()).loadFromString(text);
      return ((List<?>) read)
          .stream()
              .map(entry -> (Map<?, ?>) entry)
              .map(
                  entry ->
                      new Seen(text(entry, "cause"), text(entry, "message"), text(entry, "says")));
    }
  }

  private static String text(Map<?, ?> entry, String key) {
    return Optional.<Object>ofNullable(entry.get(key)).map(Object::toString).orElse("");
  }

  @ParameterizedTest
  @MethodSource("seen")
  void aMessageIsKnownByItsCause(Seen seen) {
    Explanation known = CAUSES.explain(seen.message()).orElseThrow();
    assertThat(known.cause()).isEqualTo(seen.cause());
    assertThat(known.means()).contains(seen.says());
    assertThat(known.means() + known.mend() + known.command())
        .doesNotContain("{")
        .doesNotContain("}");
  }

  @ParameterizedTest
  @MethodSource("seen")
  void oneLineOfManyIsFoundToo(Seen seen) {
    String message = "Deployment hcomp-app can't make new pods:\n  | " + seen.message() + "\nmore";
    assertThat(CAUSES.explain(message).map(Explanation::cause)).hasValue(seen.cause());
  }

  @Test
  void everyCauseHasAMessageThatWasSeen() throws IOException {
    assertThat(CAUSES.causes())
        .extracting(KnownCause::name)
        .containsExactlyInAnyOrderElementsOf(seen().map(Seen::cause).distinct().toList());
  }

  @Test
  void namesAreUnique() {
    assertThat(CAUSES.causes()).extracting(KnownCause::name).doesNotHaveDuplicates();
  }

  @Test
  void sentencesEndAndWhatToDoIsLeftOpenForTheCommand() {
    assertThat(CAUSES.causes())
        .allSatisfy(
            cause -> {
              assertThat(cause.means()).matches("(?s)[A-Z{\\d].*[.}]");
              assertThat(cause.mend()).matches("(?s)[A-Z].*[^.:]");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing is pinned yet",
        "live is 1.0.0 (sha256:04aa668d244f), pinned is 1.0.1 (sha256:11507a0e2f5e)",
        "out of sync: Deployment hcomp-app, Service hcomp-app",
        "Deployment hcomp-app: 1 of 2 new pods ready, 1 ContainerCreating",
        "closed; open mon-fri 08:00 to 18:00 Europe/Berlin",
        "no answer: it timed out after 10 s",
        "a rollback left what stg 1.0.7 carries",
        "java.lang.IllegalStateException: broken on purpose",
      })
  void whatIsNotKnownStaysAsItIs(String message) {
    assertThat(CAUSES.explain(message)).isEmpty();
  }

  @Test
  void theEnvironmentGoesIntoTheCommand() {
    String message = "cannot get digest for revision sha256:1: not found";
    Explanation known = CAUSES.explain(message).orElseThrow();
    assertThat(known.in("prd-eu").command())
        .hasValue("mvn gitops:rollback -Dgitops.environment=prd-eu");
  }

  @Test
  void aSentenceCannotNameWhatAMessageDoesNot() {
    List<Pattern> messages =
        List.of(Pattern.compile("quota (?<quota>\\S+)"), Pattern.compile("quota"));
    assertThatThrownBy(
            () -> new KnownCause("quota", messages, "{quota} is used up.", "Ask", Optional.empty()))
        .hasMessageContaining("no quota in quota");
  }

  @Test
  void aNameWithADollarIsTakenAsItIs() {
    KnownCause cause =
        new KnownCause(
            "file",
            List.of(Pattern.compile("no (?<file>\\S+)")),
            "{file}",
            "Make it",
            Optional.empty());
    assertThat(cause.explain("no $1\\x").orElseThrow().means()).isEqualTo("$1\\x");
  }
}
