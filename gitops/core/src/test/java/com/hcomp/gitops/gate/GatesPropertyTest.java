package com.hcomp.gitops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.argocd.Liveness.Cause;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.gate.Evidence.Upstream;
import com.hcomp.gitops.gate.Evidence.Upstream.Never;
import com.hcomp.gitops.gate.Evidence.Upstream.Past;
import com.hcomp.gitops.gate.Evidence.Upstream.Present;
import com.hcomp.gitops.gate.Verdict.Blocked;
import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any evidence. */
class GatesPropertyTest {
  private static final Duration SOAK = Duration.ofMinutes(30);
  private static final String RULES =
      """
      soak: PT30M
      checks:
        - {name: first, version: {}}
        - {name: second, version: {}}
      approval: pull-request
      """;

  @Provide
  Arbitrary<Liveness> liveness() {
    return Arbitraries.of(
        new Liveness.Live(Optional.empty()),
        new Liveness.Live(Optional.of(Sample.NOW)),
        new Liveness.Progressing("the sync"),
        new Liveness.Broken(Cause.DEGRADED, "it is degraded", List.of()),
        new Liveness.Unknown("no answer"));
  }

  /** Around the moments that decide: now, settled, soaked. */
  @Provide
  Arbitrary<Optional<Instant>> since() {
    return Arbitraries.of(-1, 0, 1, 14, 15, 16, 1799, 1800, 1801, 7200)
        .map(Sample.NOW::minusSeconds)
        .optional(0.8);
  }

  @Provide
  Arbitrary<Optional<Upstream>> upstream() {
    Arbitrary<Upstream> present =
        Combinators.combine(liveness(), since(), since()).as(Present::new);
    Arbitrary<Upstream> past =
        Arbitraries.of(0, 1, 1799, 1800, 1801).map(Duration::ofSeconds).map(Past::new);
    return Arbitraries.oneOf(present, present, past, Arbitraries.just(new Never("not built")))
        .optional(0.9);
  }

  @Provide
  Arbitrary<List<Held>> held() {
    Pin older = new Pin(new Version("1.0.1"), Digest.of("older"));
    return Arbitraries.of(
        List.of(),
        List.of(new Held(older, Optional.of(Sample.payload("older").fingerprint()))),
        List.of(new Held(Sample.PIN, Optional.empty())),
        List.of(
            new Held(older, Optional.empty()),
            new Held(older, Optional.of(Sample.PAYLOAD.fingerprint()))));
  }

  @Provide
  Arbitrary<Map<String, Answer>> answers() {
    Arbitrary<Answer> answer =
        Arbitraries.of(
            new Answer.Good("fine"), new Answer.Bad("not fine"), new Answer.None("silence"));
    return Arbitraries.maps(Arbitraries.of("first", "second", "third"), answer);
  }

  @Provide
  Arbitrary<Optional<Approval>> approval() {
    return Arbitraries.<Approval>of(
            new Approval.Given("ann", "#7"),
            new Approval.NotAsked(),
            new Approval.Waiting("#7"),
            new Approval.Refused("bob", "#7"),
            new Approval.Unreadable("503"))
        .optional(0.9);
  }

  /** Any evidence at all; half of its parts are good, so that all of it sometimes is. */
  @Provide
  Arbitrary<Sample> samples() {
    Optional<Upstream> live = Optional.of(Sample.live(Duration.ofHours(1)));
    Optional<Approval> given = Optional.of(new Approval.Given("ann", "#7"));
    Map<String, Answer> fine =
        Map.of("first", new Answer.Good("1"), "second", new Answer.Good("2"));
    return Combinators.combine(
            orElse(live, upstream()),
            held(),
            Arbitraries.of(true, false),
            orElse(Map.of(), Arbitraries.maps(Arbitraries.of("prd-us", "prd-ap"), liveness())),
            orElse(fine, answers()),
            orElse(given, approval()))
        .as(
            (upstream, held, named, siblings, answers, approval) -> {
              Sample sample = Sample.of(RULES);
              sample.upstream = upstream;
              sample.held = held;
              sample.named = named;
              sample.siblings.putAll(siblings);
              sample.answers.putAll(answers);
              sample.approval = approval;
              return sample;
            });
  }

  private static <T> Arbitrary<T> orElse(T good, Arbitrary<T> any) {
    return Arbitraries.oneOf(Arbitraries.just(good), any);
  }

  /** Whether a release may get in, said once more in one sentence for each gate. */
  private static boolean isKnownToBeGood(Sample sample) {
    boolean upstream =
        sample.upstream.orElse(null) instanceof Present present
            && present.liveness() instanceof Liveness.Live
            && ago(present.occupiedSince(), SOAK)
            && ago(present.healthySince(), Duration.ofSeconds(15));
    boolean past =
        sample.upstream.orElse(null) instanceof Past soaked && soaked.soaked().compareTo(SOAK) >= 0;
    boolean held =
        sample.held.stream().anyMatch(each -> each.holds(Sample.PIN.digest(), Sample.PAYLOAD));
    boolean wave =
        sample.siblings.values().stream()
            .allMatch(
                sibling ->
                    sibling instanceof Liveness.Live || sibling instanceof Liveness.Progressing);
    boolean checks =
        sample.answers.get("first") instanceof Answer.Good
            && sample.answers.get("second") instanceof Answer.Good;
    boolean approval = sample.approval.orElse(null) instanceof Approval.Given;
    return (upstream || past) && (!held || sample.named) && wave && checks && approval;
  }

  private static boolean ago(Optional<Instant> since, Duration duration) {
    return since.isPresent() && !since.get().plus(duration).isAfter(Sample.NOW);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aReleaseGetsInIfAndOnlyIfAllIsKnownAndGood(@ForAll("samples") Sample sample) {
    assertThat(sample.judge().stream().allMatch(Ruling::isOpen)).isEqualTo(isKnownToBeGood(sample));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsNotKnownBlocks(@ForAll("samples") Sample sample, @ForAll @IntRange(max = 7) int what) {
    String gate =
        switch (what) {
          case 0 -> {
            sample.upstream = Optional.empty();
            yield "upstream";
          }
          case 1 -> {
            sample.upstream =
                Optional.of(new Present(new Liveness.Unknown("?"), Optional.empty(), ages()));
            yield "upstream";
          }
          case 2 -> {
            sample.upstream =
                Optional.of(
                    new Present(new Liveness.Live(Optional.empty()), Optional.empty(), ages()));
            yield "soak";
          }
          case 3 -> {
            sample.upstream =
                Optional.of(
                    new Present(new Liveness.Live(Optional.empty()), ages(), Optional.empty()));
            yield "soak";
          }
          case 4 -> {
            sample.siblings.put("prd-us", new Liveness.Unknown("?"));
            yield "wave";
          }
          case 5 -> {
            sample.answers.remove("second");
            yield "second";
          }
          case 6 -> {
            sample.answers.put("first", new Answer.None("?"));
            yield "first";
          }
          default -> {
            sample.approval = Optional.empty();
            yield "approval";
          }
        };
    assertThat(sample.verdict(gate)).isInstanceOf(Blocked.class);
  }

  private static Optional<Instant> ages() {
    return Optional.of(Instant.EPOCH);
  }

  @Property(tries = 200)
  void aSoakWaitsForTheFirstSecondAtWhichItPasses(
      @ForAll @IntRange(min = 1700, max = 1900) int occupied,
      @ForAll @IntRange(max = 30) int healthy) {
    Sample sample = Sample.of(RULES);
    sample.upstream =
        Optional.of(
            new Present(
                new Liveness.Live(Optional.empty()),
                Optional.of(Sample.NOW.minusSeconds(occupied)),
                Optional.of(Sample.NOW.minusSeconds(healthy))));
    if (sample.verdict("soak") instanceof Wait wait) {
      while (sample.verdict("soak") instanceof Wait) {
        sample.now = sample.now.plusSeconds(1);
      }
      assertThat(sample.verdict("soak")).isInstanceOf(Pass.class);
      assertThat(wait.until()).hasValue(sample.now);
    } else {
      assertThat(sample.verdict("soak")).isInstanceOf(Pass.class);
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anOverrideOpensItsGateAloneAndChangesNoVerdict(
      @ForAll("samples") Sample sample, @ForAll Set<GateName> overridden) {
    List<Ruling> before = sample.judge();
    overridden.forEach(gate -> sample.overrides.put(gate, "because of " + gate));
    List<Ruling> after = sample.judge();
    assertThat(after)
        .extracting(Ruling::subject, Ruling::verdict)
        .containsExactlyElementsOf(
            before.stream().map(ruling -> tuple(ruling.subject(), ruling.verdict())).toList());
    boolean ranThere = sample.upstream.filter(any -> !(any instanceof Never)).isPresent();
    assertThat(after)
        .allSatisfy(
            ruling -> {
              boolean goneBy =
                  overridden.contains(ruling.gate())
                      && (ruling.gate() != GateName.UPSTREAM || ranThere);
              assertThat(ruling.isOpen()).isEqualTo(ruling.verdict() instanceof Pass || goneBy);
              assertThat(ruling.override().isPresent()).isEqualTo(goneBy);
            });
  }
}
