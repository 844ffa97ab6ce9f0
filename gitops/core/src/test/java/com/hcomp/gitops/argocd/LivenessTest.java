package com.hcomp.gitops.argocd;

import static com.hcomp.gitops.argocd.ApplicationJson.COMPARED_AT;
import static com.hcomp.gitops.argocd.ApplicationJson.NEW;
import static com.hcomp.gitops.argocd.ApplicationJson.OLD;
import static com.hcomp.gitops.argocd.ApplicationJson.SYNCED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.argocd.Liveness.Broken;
import com.hcomp.gitops.argocd.Liveness.Cause;
import com.hcomp.gitops.argocd.Liveness.Live;
import com.hcomp.gitops.argocd.Liveness.Progressing;
import com.hcomp.gitops.argocd.Liveness.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final Instant LONG_AGO = Instant.parse("2025-12-01T08:00:00Z");

  private static ApplicationJson running(com.hcomp.gitops.model.Digest digest) {
    return new ApplicationJson("stg", digest);
  }

  private static Liveness judge(ApplicationJson application) {
    return Liveness.judge(NEW, application.refreshed());
  }

  @Test
  void liveIsSyncedAndHealthyAtTheDigestInALaterComparison() {
    assertThat(judge(running(NEW))).isEqualTo(new Live(Optional.of(SYNCED_AT)));
  }

  @Test
  void sinceIsTheBeginningOfTheUnbrokenOccupancy() {
    ApplicationJson application = new ApplicationJson("stg", OLD);
    application.deployed(NEW, SYNCED_AT.plusSeconds(1)).deployed(NEW, SYNCED_AT.plusSeconds(20));
    application.follows(NEW).synced(NEW).operation("Succeeded", NEW, SYNCED_AT.plusSeconds(20));
    assertThat(judge(application)).isEqualTo(new Live(Optional.of(SYNCED_AT.plusSeconds(1))));
  }

  @Test
  void anAnswerThatWaitedForNoRefreshProvesNothing() {
    assertThat(Liveness.judge(NEW, running(NEW).listed())).isInstanceOf(Unknown.class);
  }

  @Test
  void aComparisonFromBeforeTheRefreshProvesNothing() {
    ApplicationJson stale = running(NEW).comparedAt(COMPARED_AT.minusSeconds(60));
    assertThat(judge(stale)).isInstanceOf(Unknown.class);
    assertThat(judge(running(NEW).neverCompared())).isInstanceOf(Unknown.class);
  }

  @Test
  void clocksMayBeAFewSecondsApart() {
    assertThat(judge(running(NEW).comparedAt(COMPARED_AT.minusSeconds(3))))
        .isInstanceOf(Live.class);
  }

  @Test
  void healthyAtTheWrongRevisionIsNotLive() {
    assertThat(judge(running(OLD)))
        .isEqualTo(
            new Progressing("the pin to reach Argo CD, which still follows " + OLD.abbreviated()));
    assertThat(judge(running(OLD).follows(NEW)))
        .as("the pin has come, its comparison has not")
        .isInstanceOf(Progressing.class);
  }

  @Test
  void syncedAtTheDigestBeforeTheSyncEndedIsNotLive() {
    ApplicationJson application = running(NEW).operation("Succeeded", NEW, COMPARED_AT);
    assertThat(judge(application))
        .as("the same second may have been before")
        .isEqualTo(new Progressing("Argo CD to compare again after the sync"));
    assertThat(judge(application.comparedAt(COMPARED_AT.plusSeconds(1)))).isInstanceOf(Live.class);
  }

  @Test
  void aSyncAtWorkOrRequestedIsNotLive() {
    assertThat(judge(running(NEW).running(NEW, "waiting for hook")))
        .isEqualTo(new Progressing("the sync: waiting for hook"));
    assertThat(judge(running(NEW).running(OLD, "")))
        .isEqualTo(
            new Progressing(
                "the sync of "
                    + OLD.abbreviated()
                    + " to end; whoever may sync can end it now: argocd app terminate-op stg"));
    assertThat(judge(running(NEW).running(NEW, "no quota").failedAttempts(2)))
        .isEqualTo(new Progressing("the sync's next attempt, 2 failed: no quota"));
    assertThat(judge(running(NEW).requested())).isEqualTo(new Progressing("the sync to start"));
  }

  @Test
  void anEarlierDigestsSyncIsNotThisOnes() {
    ApplicationJson application = running(OLD).follows(NEW).sync("OutOfSync", NEW);
    assertThat(judge(application)).isEqualTo(new Progressing("the sync to start"));
    assertThat(judge(application.operation("Failed", OLD, SYNCED_AT)))
        .as("the failure of an earlier digest")
        .isEqualTo(new Progressing("the sync to start"));
  }

  @Test
  void aReleaseThatChangesNothingInTheClusterIsLiveWithoutASyncOfItsOwn() {
    ApplicationJson application = running(OLD).follows(NEW).synced(NEW);
    assertThat(judge(application)).isEqualTo(new Live(Optional.empty()));
    assertThat(judge(application.operation("Failed", OLD, SYNCED_AT)))
        .as("back from a release that the cluster refused")
        .isEqualTo(new Live(Optional.empty()));
    assertThat(judge(application.operation("Failed", OLD, COMPARED_AT)))
        .as("compared before that failure ended")
        .isInstanceOf(Progressing.class);
  }

  @Test
  void theSyncSucceededButAnotherRevisionWasCompared() {
    assertThat(judge(running(NEW).synced(OLD))).isInstanceOf(Progressing.class);
    assertThat(judge(running(NEW).noRevision())).isInstanceOf(Progressing.class);
  }

  @Test
  void aFailedSyncOfTheDigestIsBrokenInTheApiServersWords() {
    ApplicationJson failed =
        running(NEW)
            .operation("Failed", NEW, SYNCED_AT)
            .result("Service", "hcomp-app", "Synced", "service/hcomp-app unchanged")
            .result("Deployment", "hcomp-app", "SyncFailed", "exceeded quota: pods=2");
    assertThat(judge(failed))
        .isEqualTo(
            new Broken(
                Cause.SYNC_FAILED,
                "the sync failed",
                List.of("Deployment hcomp-app: exceeded quota: pods=2")));
  }

  @Test
  void aFailedSyncThatDoesNotSayItsRevisionIsNeverLive() {
    ApplicationJson failed = running(NEW).operationWithoutResult("Error", "failed to load project");
    assertThat(judge(failed))
        .isEqualTo(
            new Broken(Cause.SYNC_FAILED, "the sync failed", List.of("failed to load project")));
  }

  @Test
  void aDigestThatCannotBeReadIsBroken() {
    ApplicationJson unreadable =
        running(OLD)
            .follows(NEW)
            .sync("Unknown", NEW)
            .noRevision()
            .condition("ComparisonError", "Failed to load target state:\n not found");
    assertThat(judge(unreadable))
        .isEqualTo(
            new Broken(
                Cause.NOT_READABLE,
                "Argo CD can't read the release",
                List.of("Failed to load target state: not found")));
  }

  @Test
  void anErrorAboutAnEarlierDigestIsNotThisOnes() {
    ApplicationJson before =
        running(OLD).sync("Unknown", OLD).condition("ComparisonError", "not found").follows(NEW);
    assertThat(judge(before)).isNotInstanceOfAny(Broken.class, Live.class);
  }

  @Test
  void anApplicationThatCannotBeComparedAtAllIsUnknown() {
    ApplicationJson invalid =
        running(OLD)
            .follows(NEW)
            .sync("Unknown", OLD)
            .comparedAt(COMPARED_AT.minusSeconds(600))
            .condition("InvalidSpecError", "cluster stg-cluster is not known");
    assertThat(judge(invalid))
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.why()).contains("is not known"));
  }

  @Test
  void aSyncThatArgoCdRefusesToStartIsBroken() {
    ApplicationJson refused =
        running(OLD)
            .follows(NEW)
            .sync("OutOfSync", NEW)
            .condition("SyncError", "auto-sync will wipe out all resources");
    assertThat(judge(refused))
        .isEqualTo(
            new Broken(
                Cause.SYNC_FAILED,
                "Argo CD does not start the sync",
                List.of("auto-sync will wipe out all resources")));
  }

  @Test
  void driftIsNamed() {
    ApplicationJson drifted =
        running(NEW)
            .sync("OutOfSync", NEW)
            .resource("Deployment", "hcomp-app", "OutOfSync", "Healthy", "")
            .resource("Service", "hcomp-app", "Synced", "Healthy", "");
    assertThat(judge(drifted))
        .isEqualTo(new Progressing("what is out of sync: Deployment hcomp-app"));
  }

  @Test
  void missingOrUnknownHealthIsNeverLive() {
    assertThat(judge(running(NEW).noHealth())).isInstanceOf(Unknown.class);
    assertThat(judge(running(NEW).health("Unknown", SYNCED_AT))).isInstanceOf(Unknown.class);
    assertThat(judge(running(NEW).health("Splendid", SYNCED_AT))).isInstanceOf(Unknown.class);
    assertThat(judge(running(NEW).health("Missing", SYNCED_AT))).isInstanceOf(Progressing.class);
    assertThat(judge(running(NEW).health("Suspended", SYNCED_AT))).isInstanceOf(Progressing.class);
  }

  @Test
  void unknownSyncIsNeverLive() {
    assertThat(judge(running(NEW).sync("Unknown", NEW))).isInstanceOf(Unknown.class);
    assertThat(judge(running(NEW).sync("Sunk", NEW))).isInstanceOf(Unknown.class);
  }

  @Test
  void anUnknownOrMissingPhaseIsNeverLive() {
    assertThat(judge(running(NEW).operation("Dreaming", NEW, SYNCED_AT)))
        .isInstanceOf(Unknown.class);
    assertThat(judge(running(NEW).noOperation().sync("OutOfSync", NEW)))
        .isEqualTo(new Progressing("the sync to start"));
  }

  @Test
  void whatProgressesIsNamed() {
    ApplicationJson starting =
        running(NEW)
            .health("Progressing", SYNCED_AT)
            .resource("Deployment", "hcomp-app", "Synced", "Progressing", "0 of 1 available");
    assertThat(judge(starting))
        .isEqualTo(new Progressing("health: Deployment hcomp-app: 0 of 1 available"));
  }

  @Test
  void degradedJustAfterTheSyncMayBeTheReleaseBefore() {
    ApplicationJson degraded = running(NEW).health("Degraded", LONG_AGO);
    degraded.operation("Succeeded", NEW, COMPARED_AT.minusSeconds(10));
    assertThat(judge(degraded)).isInstanceOf(Progressing.class);
  }

  @Test
  void degradedForAMomentMayPass() {
    assertThat(judge(running(NEW).health("Degraded", COMPARED_AT.minusSeconds(10))))
        .isInstanceOf(Progressing.class);
  }

  @Test
  void degradedForLongAtTheDigestIsBroken() {
    ApplicationJson degraded =
        running(NEW)
            .health("Degraded", SYNCED_AT.plusSeconds(5))
            .resource("Deployment", "hcomp-app", "Synced", "Degraded", "exceeded its deadline");
    assertThat(judge(degraded))
        .isEqualTo(
            new Broken(
                Cause.DEGRADED,
                "it is deployed, and Degraded",
                List.of("Deployment hcomp-app: exceeded its deadline")));
  }
}
