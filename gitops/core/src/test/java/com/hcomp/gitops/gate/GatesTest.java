package com.hcomp.gitops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.gate.Evidence.Upstream.Never;
import com.hcomp.gitops.gate.Evidence.Upstream.Past;
import com.hcomp.gitops.gate.Evidence.Upstream.Present;
import com.hcomp.gitops.gate.Verdict.Blocked;
import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.policy.Check;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import com.hcomp.gitops.policy.PolicyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final String SOAK = "soak: PT30M";
  private static final String CHECKS =
      """
      checks:
        - name: version
          version: {}
        - name: answers
          url: http://stg/health
      """;
  private static final String APPROVAL = "approval: pull-request";
  private static final Liveness BROKEN =
      new Liveness.Broken(
          Liveness.Cause.DEGRADED, "it is degraded", List.of("Deployment app: CrashLoopBackOff"));
  private static final Liveness UNKNOWN = new Liveness.Unknown("Argo CD has not compared it");

  private static Pass pass(String reason) {
    return new Pass(reason);
  }

  private static Wait waiting(String reason, Instant until) {
    return new Wait(reason, Optional.of(until));
  }

  private static Wait waiting(String reason) {
    return new Wait(reason, Optional.empty());
  }

  private static Present present(Liveness liveness) {
    return new Present(liveness, Optional.of(Sample.NOW.minusSeconds(7200)), Optional.empty());
  }

  private static void assertBlocked(Verdict verdict, String reason, String remedy) {
    assertThat(verdict).isInstanceOf(Blocked.class);
    assertThat(verdict.reason()).contains(reason);
    assertThat(((Blocked) verdict).remedy()).contains(remedy);
  }

  @Nested
  class Upstream {
    private final Sample sample = Sample.of("");

    @Test
    void passesWhatIsLiveThere() {
      assertThat(sample.verdict("upstream"))
          .isEqualTo(pass("stg runs " + Sample.PIN + ", synced and healthy"));
    }

    @Test
    void passesWhatWasReplacedAfterItRan() {
      sample.upstream = Optional.of(new Past(Duration.ofHours(2)));
      assertThat(sample.verdict("upstream"))
          .isEqualTo(pass("ran in stg for 2 h until it was replaced"));
    }

    @Test
    void blocksWhatWasReplacedBeforeItWasHealthy() {
      sample.upstream = Optional.of(new Past(Duration.ZERO));
      assertBlocked(sample.verdict("upstream"), "before it was healthy", "mvn gitops:status");
    }

    @Test
    void waitsForWhatIsOnItsWay() {
      sample.upstream = Optional.of(present(new Liveness.Progressing("the sync")));
      assertThat(sample.verdict("upstream"))
          .isEqualTo(waiting("stg does not run " + Sample.PIN + " yet; it waits for the sync"));
    }

    @Test
    void blocksWhatIsBrokenThereAndSaysWhy() {
      sample.upstream = Optional.of(present(BROKEN));
      assertBlocked(
          sample.verdict("upstream"),
          "stg is broken on " + Sample.PIN + ": it is degraded, Deployment app: CrashLoopBackOff",
          "mvn gitops:rollback -Dgitops.environment=stg");
    }

    @Test
    void blocksWhatCannotBeTold() {
      sample.upstream = Optional.of(present(UNKNOWN));
      assertBlocked(sample.verdict("upstream"), "Argo CD has not compared it", "mvn gitops:status");
      sample.upstream = Optional.empty();
      assertBlocked(sample.verdict("upstream"), "nobody looked at stg", "mvn gitops:status");
    }

    @Test
    void blocksWhatNeverRanThereAndNoOverrideHelps() {
      sample.upstream = Optional.of(new Never("it was built an hour ago"));
      sample.overrides.put(GateName.UPSTREAM, "in a hurry");
      assertBlocked(sample.verdict("upstream"), "it was built an hour ago", "No override");
      assertThat(sample.ruling("upstream").isOpen()).isFalse();
      assertThat(sample.ruling("upstream").override()).isEmpty();
      sample.upstream = Optional.empty();
      assertThat(sample.ruling("upstream").isOpen()).isFalse();
    }

    @Test
    void isNotAskedWhereTheEnvironmentTakesWhatIsBuilt() {
      EnvironmentPolicy first =
          PolicyFile.read(Path.of("promotion.yaml"), "environments:\n  - name: stg\n")
              .environments()
              .get(0);
      Sample build = Sample.of(first);
      build.upstream = Optional.empty();
      assertThat(build.judge()).isEmpty();
    }
  }

  @Nested
  class Soak {
    private final Sample sample = Sample.of(SOAK);

    @Test
    void waitsUntilThePayloadHasRunForLongEnough() {
      sample.upstream = Optional.of(Sample.live(Duration.ofMinutes(4)));
      assertThat(sample.verdict("soak"))
          .isEqualTo(waiting("4 m of 30 m", Sample.NOW.plus(Duration.ofMinutes(26))));
    }

    @Test
    void passesAtThatVeryMoment() {
      sample.upstream = Optional.of(Sample.live(Duration.ofMinutes(30)));
      assertThat(sample.verdict("soak")).isEqualTo(pass("30 m of 30 m"));
    }

    @Test
    void aRestartedPodCostsOnlyTheSettlingTime() {
      Instant healthy = Sample.NOW.minusSeconds(5);
      Present present = Sample.live(Duration.ofHours(1));
      sample.upstream =
          Optional.of(
              new Present(present.liveness(), present.occupiedSince(), Optional.of(healthy)));
      assertThat(sample.verdict("soak"))
          .isEqualTo(
              waiting("1 h of 30 m, but healthy for less than 15 s", healthy.plusSeconds(15)));
    }

    @Test
    void blocksWhatCannotBeTold() {
      Present live = Sample.live(Duration.ofHours(1));
      sample.upstream =
          Optional.of(new Present(live.liveness(), Optional.empty(), live.healthySince()));
      assertBlocked(sample.verdict("soak"), "since when stg has had the payload", "gitops:status");
      sample.upstream =
          Optional.of(new Present(live.liveness(), live.occupiedSince(), Optional.empty()));
      assertBlocked(sample.verdict("soak"), "since when stg is healthy", "gitops:status");
      sample.upstream = Optional.of(Sample.live(Duration.ofSeconds(-1)));
      assertBlocked(sample.verdict("soak"), "in the future", "gitops:status");
      sample.upstream =
          Optional.of(
              new Present(
                  live.liveness(), live.occupiedSince(), Optional.of(Sample.NOW.plusSeconds(1))));
      assertBlocked(sample.verdict("soak"), "in the future", "gitops:status");
      sample.upstream =
          Optional.of(
              new Present(
                  live.liveness(), Optional.of(Sample.NOW.plusSeconds(1)), live.healthySince()));
      assertBlocked(sample.verdict("soak"), "in the future", "gitops:status");
      sample.upstream = Optional.of(new Present(BROKEN, live.occupiedSince(), live.healthySince()));
      assertBlocked(sample.verdict("soak"), "since when stg is healthy", "gitops:status");
      sample.upstream = Optional.of(new Never("no"));
      assertBlocked(sample.verdict("soak"), "has not run in stg", "gitops:status");
      sample.upstream = Optional.empty();
      assertBlocked(sample.verdict("soak"), "has not run in stg", "gitops:status");
    }

    @Test
    void waitsWithTheUpstreamThatIsStillStarting() {
      sample.upstream = Optional.of(present(new Liveness.Progressing("health")));
      assertThat(sample.verdict("soak")).isEqualTo(waiting("counts once stg is healthy"));
      sample.upstream =
          Optional.of(
              new Present(
                  new Liveness.Progressing("the sync"), Optional.empty(), Optional.empty()));
      assertThat(sample.verdict("soak")).isEqualTo(waiting("counts once stg is healthy"));
    }

    @Test
    void countsWhatTheReplacingCommitWrote() {
      sample.upstream = Optional.of(new Past(Duration.ofMinutes(30)));
      assertThat(sample.verdict("soak")).isEqualTo(pass("ran in stg for 30 m, of 30 m"));
      sample.upstream = Optional.of(new Past(Duration.ofMinutes(29)));
      assertBlocked(sample.verdict("soak"), "29 m of 30 m, and never will", "what runs in stg now");
    }

    @Test
    void isNotAskedWhereThereIsNone() {
      assertThat(Sample.of("").judge()).extracting(Ruling::gate).containsExactly(GateName.UPSTREAM);
    }
  }

  @Nested
  class Holding {
    private final Sample sample = Sample.of("");
    private final Held other =
        new Held(new Pin(new Version("1.0.4"), Digest.of("other")), Optional.empty());

    @Test
    void blocksThePayloadThatARollbackLeftUnderAnyVersion() {
      Pin older = new Pin(new Version("1.0.2"), Digest.of("older"));
      sample.held = List.of(other, new Held(older, Optional.of(Sample.PAYLOAD.fingerprint())));
      assertBlocked(
          sample.verdict("held"),
          "a rollback left what stg 1.0.7 carries",
          "mvn gitops:promote -Dgitops.to=prd-eu -Dgitops.release=1.0.7");
    }

    @Test
    void blocksTheReleaseThatARollbackLeftWherePayloadsAreTheSame() {
      sample.held = List.of(new Held(Sample.PIN, Optional.empty()));
      assertThat(sample.verdict("held")).isInstanceOf(Blocked.class);
    }

    @Test
    void letsAPersonNameIt() {
      sample.held = List.of(new Held(Sample.PIN, Optional.empty()));
      sample.named = true;
      assertThat(sample.verdict("held"))
          .isEqualTo(pass("a rollback left it, and a person named it"));
    }

    @Test
    void passesAnythingElse() {
      sample.held = List.of(other);
      assertThat(sample.verdict("held")).isEqualTo(pass("no rollback left it"));
    }
  }

  @Nested
  class Wave {
    private final Sample sample = Sample.of("");

    @Test
    void blocksWhatBreaksAnotherRegion() {
      sample.siblings.put("prd-ap", new Liveness.Live(Optional.empty()));
      sample.siblings.put("prd-us", BROKEN);
      assertBlocked(
          sample.verdict("wave"),
          "prd-us is broken on it: it is degraded, Deployment app: CrashLoopBackOff",
          "mvn gitops:rollback -Dgitops.environment=prd-us");
    }

    @Test
    void saysNoMoreThanArgoCdDoes() {
      sample.siblings.put(
          "prd-us", new Liveness.Broken(Liveness.Cause.DEGRADED, "it is degraded", List.of()));
      assertThat(sample.verdict("wave").reason())
          .isEqualTo("prd-us is broken on it: it is degraded");
    }

    @Test
    void blocksWhatCannotBeTold() {
      sample.siblings.put("prd-us", UNKNOWN);
      assertBlocked(sample.verdict("wave"), "can't tell how it does in prd-us", "gitops:status");
    }

    @Test
    void passesWhileTheOthersDoWell() {
      sample.siblings.put("prd-us", new Liveness.Live(Optional.empty()));
      sample.siblings.put("prd-ap", new Liveness.Progressing("the sync"));
      assertThat(sample.verdict("wave")).isEqualTo(pass("prd-us runs it, prd-ap gets it"));
    }
  }

  @Nested
  class Checks {
    private final Sample sample = Sample.of(CHECKS);

    @Test
    void eachHasARulingOfItsOwnInTheFilesOrder() {
      sample.answers.put("answers", new Answer.Bad("stg answers status 503"));
      sample.answers.put("version", new Answer.Good("stg answers version 9f31c2a4b7de"));
      assertThat(sample.judge())
          .extracting(Ruling::subject)
          .containsExactly("upstream", "version", "answers");
      assertThat(sample.verdict("version")).isEqualTo(pass("stg answers version 9f31c2a4b7de"));
      assertBlocked(
          sample.verdict("answers"), "stg answers status 503", "asked again at the next run");
      assertThat(sample.ruling("version").place())
          .hasValue(new Location(Path.of("promotion.yaml"), 6));
    }

    @Test
    void blocksWithoutAnAnswer() {
      sample.answers.put("version", new Answer.None("it timed out"));
      assertBlocked(sample.verdict("version"), "no answer: it timed out", "asked again");
      assertBlocked(sample.verdict("answers"), "it was not asked", "asked again");
    }
  }

  @Nested
  class ByPullRequest {
    private final Sample sample = Sample.of(APPROVAL);

    private Verdict verdict(Approval approval) {
      sample.approval = Optional.of(approval);
      return sample.verdict("approval");
    }

    @Test
    void passesWhatPeopleApproved() {
      assertThat(verdict(new Approval.Given("ann", "#7"))).isEqualTo(pass("given by ann, #7"));
    }

    @Test
    void waitsForPeople() {
      assertThat(verdict(new Approval.NotAsked()))
          .isEqualTo(waiting("there is no pull request for it yet"));
      assertThat(verdict(new Approval.Waiting("#7")))
          .isEqualTo(waiting("somebody must approve #7"));
    }

    @Test
    void blocksWhatIsRefusedOrCannotBeRead() {
      assertBlocked(
          verdict(new Approval.Refused("bob", "#7")), "bob asked for changes, #7", "Settle it");
      assertBlocked(verdict(new Approval.Unreadable("503")), "503", "Run it again");
      sample.approval = Optional.empty();
      assertBlocked(sample.verdict("approval"), "nobody looked", "Run it again");
    }

    @Test
    void isNotAskedWhereNobodyMustApprove() {
      Sample direct = Sample.of("");
      direct.approval = Optional.of(new Approval.Refused("bob", "#7"));
      assertThat(direct.judge()).extracting(Ruling::gate).doesNotContain(GateName.APPROVAL);
    }
  }

  @Test
  void theGatesStandInOneOrderAndKnowTheirLines() {
    Sample sample =
        Sample.of(
            SOAK
                + "\nwindows:\n  - {days: [wed], from: \"08:00\", to: \"18:00\", zone: UTC}\n"
                + "freezes:\n  - {from: \"2026-12-20T00:00\", to: \"2027-01-04T00:00\", zone: UTC,"
                + " reason: Rest}\n"
                + CHECKS
                + APPROVAL);
    sample.siblings.put("prd-us", new Liveness.Live(Optional.empty()));
    sample.held = List.of(new Held(Sample.PIN, Optional.empty()));
    assertThat(sample.judge())
        .extracting(Ruling::subject, ruling -> ruling.place().map(Location::line).orElse(0))
        .containsExactly(
            tuple("upstream", 4),
            tuple("soak", 5),
            tuple("held", 0),
            tuple("wave", 0),
            tuple("window", 6),
            tuple("freeze", 8),
            tuple("version", 11),
            tuple("answers", 13),
            tuple("approval", 15));
  }

  @Test
  void onlyTheGatesThatApplyAreAsked() {
    Sample sample = Sample.of(SOAK + "\n" + CHECKS + APPROVAL);
    assertThat(sample.judge(EnumSet.of(GateName.CHECK, GateName.APPROVAL)))
        .extracting(Ruling::subject)
        .containsExactly("version", "answers", "approval");
  }

  @Test
  void anOverrideKeepsTheVerdictAndCarriesTheReason() {
    Sample sample = Sample.of(SOAK + "\n" + CHECKS);
    sample.upstream = Optional.of(Sample.live(Duration.ofMinutes(4)));
    sample.overrides.put(GateName.SOAK, "hotfix for the outage");
    Ruling soak = sample.ruling("soak");
    assertThat(soak.verdict()).isInstanceOf(Wait.class);
    assertThat(soak.override()).hasValue("hotfix for the outage");
    assertThat(soak.isOpen()).isTrue();
    assertThat(sample.ruling("version").isOpen()).isFalse();
  }

  @Test
  void aPersonMayGoPastAnUpstreamThatIsNotWell() {
    Sample sample = Sample.of("");
    sample.upstream = Optional.of(present(BROKEN));
    sample.overrides.put(GateName.UPSTREAM, "stg's database is down");
    assertThat(sample.ruling("upstream").isOpen()).isTrue();
  }

  @Test
  void whatNeverRanStillAllowsOtherOverrides() {
    Sample sample = Sample.of(APPROVAL);
    sample.upstream = Optional.of(new Never("no"));
    sample.approval = Optional.of(new Approval.Waiting("#7"));
    sample.overrides.put(GateName.APPROVAL, "nobody is awake");
    assertThat(sample.ruling("approval").isOpen()).isTrue();
    assertThat(sample.ruling("upstream").isOpen()).isFalse();
  }

  @Test
  void evidenceKnowsWhichChecksAreStillToBeAsked() {
    Sample sample = Sample.of(CHECKS);
    sample.answers.put("version", new Answer.Good("it is"));
    List<Check> checks =
        List.of(
            new Check.RunningVersion("version", Optional.empty()),
            new Check.RunningVersion("answers", Optional.empty()));
    assertThat(sample.evidence().unasked(checks)).containsExactly(checks.get(1));
  }

  @Test
  void anOverrideNeedsAReason() {
    Sample sample = Sample.of(SOAK);
    sample.overrides.put(GateName.SOAK, " ");
    assertThatThrownBy(sample::judge).hasMessageContaining("override of soak without a reason");
  }
}
