package com.hcomp.gitops.argocd;

import static com.hcomp.gitops.argocd.ApplicationJson.NEW;
import static com.hcomp.gitops.argocd.ApplicationJson.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.hcomp.gitops.argocd.FakeArgoCd.Answer;
import com.hcomp.gitops.argocd.Wait.Live;
import com.hcomp.gitops.argocd.Wait.NotLive;
import com.hcomp.gitops.argocd.Wait.Outcome;
import com.hcomp.gitops.argocd.Wait.Settings;
import com.hcomp.gitops.argocd.Wait.Target;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.report.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitTest {
  private static final String APPLICATIONS = "/api/v1/applications";
  private static final Duration LONG = Duration.ofMinutes(5);

  private final FakeArgoCd server = new FakeArgoCd();
  private final List<String> steps = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Each look at the clock is a second later, so that nobody has to wait in earnest. */
  private static final class Hasty extends Clock {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public Instant instant() {
      return ApplicationJson.COMPARED_AT.plusSeconds(looks.getAndIncrement());
    }

    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  private Wait wait(Optional<String> root, Duration bound) {
    Settings settings =
        new Settings(
            root, bound, Duration.ofMillis(5), environment -> "Mend " + environment + ":\nmvn x");
    Report report =
        new Report() {
          @Override
          public void step(String topic, String text) {
            steps.add(topic + " " + text);
          }

          @Override
          public void warning(String topic, String text) {
            steps.add("warning " + topic + " " + text);
          }
        };
    return new Wait(server.client(), settings, new Hasty(), report);
  }

  private static Pin pin(String version, Digest digest) {
    return new Pin(new Version(version), digest);
  }

  private static Target target(String environment) {
    return new Target(environment, environment, pin("1.0.4", NEW), Optional.of(pin("1.0.3", OLD)));
  }

  private Problem notLive(Duration bound) {
    return problem(wait(Optional.empty(), bound).untilLive(List.of(target("stg"))));
  }

  private static Problem problem(Map<String, Outcome> outcomes) {
    if (outcomes.get("stg") instanceof NotLive notLive) {
      return notLive.problem();
    }
    throw new AssertionError("it is not a problem: " + outcomes);
  }

  @Test
  void whatIsReadFromAnotherPlaceIsNotLiveThere() {
    ApplicationJson application = fresh(new ApplicationJson("stg", NEW));
    String before = "oci://localhost:5001/hcomp/config/config-stg";
    String after = before.replace("5001", "5003");
    server.answer(APPLICATIONS + "/stg", application.toString());
    assertThat(outcome(before)).isInstanceOf(Live.class);
    assertThat(text(outcome(after))).contains("waits for Argo CD to read it from " + after);

    server.answer(APPLICATIONS + "/stg", application.toReadFrom(after).toString());
    assertThat(text(outcome(after))).contains("waits for Argo CD to read it from " + after);
  }

  private static String text(Outcome outcome) {
    return outcome instanceof NotLive notLive ? notLive.problem().text() : outcome.toString();
  }

  private Outcome outcome(String source) {
    Target target =
        new Target("stg", "stg", pin("1.0.4", NEW), Optional.empty(), Optional.of(source));
    return Optional.ofNullable(
            wait(Optional.empty(), Duration.ofSeconds(5)).untilLive(List.of(target)).get("stg"))
        .orElseThrow();
  }

  /** Deployed at the new digest, its health still open. */
  private static ApplicationJson deployed() {
    return fresh(new ApplicationJson("stg", NEW)).health("Progressing", ApplicationJson.SYNCED_AT);
  }

  /** Compared in the far future, so that it is never stale by the machine's own clock. */
  private static ApplicationJson fresh(ApplicationJson application) {
    return application.comparedAt(Instant.parse("2100-01-01T00:00:00Z"));
  }

  private void crashing(int restarts) {
    server.application("stg", () -> deployed().toString());
    ClusterJson.crashing(restarts).serve(server, "stg");
    server.answer(
        APPLICATIONS + "/stg/pods/new-1/logs",
        """
        {"result":{"content":"java.lang.IllegalStateException: broken on purpose","podName":"new-1"}}
        {"result":{"content":"\\tat com.hcomp.app.Application.main(Application.java:11)","podName":"new-1"}}
        """);
  }

  @Test
  void whatIsLiveAtTheFirstLookIsUnchanged() {
    server.application("stg", () -> fresh(new ApplicationJson("stg", NEW)).toString());
    Outcome outcome = wait(Optional.empty(), LONG).untilLive(List.of(target("stg"))).get("stg");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Live.class,
            live -> {
              assertThat(live.unchanged()).isTrue();
              assertThat(live.since()).contains(ApplicationJson.SYNCED_AT);
            });
    assertThat(steps).containsExactly("wait stg   unchanged");
  }

  @Test
  void thePinComesDownFromTheRootAndGetsHealthy() {
    AtomicInteger rootLooks = new AtomicInteger();
    AtomicInteger looks = new AtomicInteger();
    server.answer(
        APPLICATIONS + "/hcomp-root",
        () -> {
          rootLooks.incrementAndGet();
          return new Answer(200, fresh(new ApplicationJson("hcomp-root", OLD)).toString());
        });
    ClusterJson.starting().serve(server, "stg");
    server.answer(
        APPLICATIONS + "/stg",
        () -> {
          int look = looks.incrementAndGet();
          ApplicationJson application =
              look < 3
                  ? fresh(new ApplicationJson("stg", OLD))
                  : look < 5
                      ? fresh(new ApplicationJson("stg", OLD)).follows(NEW).running(NEW, "")
                      : look < 7 ? deployed() : fresh(new ApplicationJson("stg", NEW));
          return new Answer(200, application.toString());
        });
    Outcome outcome =
        wait(Optional.of("hcomp-root"), LONG).untilLive(List.of(target("stg"))).get("stg");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Live.class,
            live -> {
              assertThat(live.unchanged()).isFalse();
              assertThat(live.synced()).isLessThan(live.healthy());
            });
    assertThat(rootLooks).hasValueGreaterThanOrEqualTo(2);
    assertThat(server.requests().get(0)).as("first").isEqualTo(root("refresh=normal"));
    assertThat(steps).last().asString().matches("sync stg   synced .*, healthy .*");
  }

  @Test
  void aSyncIsRefreshedForItsHooksAndNotWhileItsPodsStart() {
    ClusterJson.starting().serve(server, "stg");
    AtomicInteger looks = new AtomicInteger();
    server.answer(
        APPLICATIONS + "/stg",
        () -> {
          int look = looks.incrementAndGet();
          ApplicationJson application =
              look < 5
                  ? deployed().running(NEW, "")
                  : look < 9
                      ? fresh(new ApplicationJson("stg", NEW)).running(NEW, "hook")
                      : fresh(new ApplicationJson("stg", NEW));
          return new Answer(200, application.toString());
        });
    assertThat(wait(Optional.empty(), LONG).untilLive(List.of(target("stg"))).get("stg"))
        .isInstanceOf(Live.class);
    String known = APPLICATIONS + "/stg";
    String refreshed = known + "?refresh=normal";
    assertThat(server.requests().stream().filter(request -> request.matches(known + "(\\?.*)?")))
        .containsExactly(
            known, known, known, known, known, refreshed, known, refreshed, known, refreshed);
  }

  @Test
  void whatArgoCdKnewBeforeARefreshMakesNothingLive() {
    server.answerByQuery(
        APPLICATIONS + "/stg",
        query -> {
          ApplicationJson known = fresh(new ApplicationJson("stg", NEW));
          boolean refreshed = query.contains("refresh=normal");
          return new Answer(200, (refreshed ? known.sync("OutOfSync", NEW) : known).toString());
        });
    assertThat(notLive(Duration.ofSeconds(20)).text()).contains("waits for what is out of sync");
  }

  private static String root(String query) {
    return APPLICATIONS + "/hcomp-root?" + query;
  }

  @Test
  void aCrashLoopEndsTheWaitWithThePodsOwnWords() {
    crashing(3);
    Problem problem = notLive(LONG);
    assertThat(problem.text())
        .isEqualTo(
            """
            NOT-LIVE  stg did not get to release 1.0.4 (%s).
                    Deployment hcomp-app: 1 of 1 new pods in CrashLoopBackOff (exit 1, 3 restarts)
                      | java.lang.IllegalStateException: broken on purpose
                      |     at com.hcomp.app.Application.main(Application.java:11)
                    The old pods still serve: 1 of 1 ready on 1.0.3.
                    Mend stg:
                    mvn x"""
                .formatted(NEW.abbreviated()));
  }

  @Test
  void oneCrashIsNoLoop() {
    crashing(1);
    assertThat(notLive(Duration.ofSeconds(60)).summary()).endsWith("within 1 m.");
  }

  @Test
  void aLogThatMayNotBeReadHidesNothing() {
    crashing(2);
    server.answer(
        APPLICATIONS + "/stg/pods/new-1/logs",
        () -> new Answer(403, "{\"message\":\"permission denied\"}"));
    ClusterJson.crashing(2).nothingServes().serve(server, "stg");
    assertThat(notLive(LONG).details())
        .first()
        .asString()
        .contains("CrashLoopBackOff (exit 1, 2 restarts)");
    assertThat(notLive(LONG).details())
        .anyMatch(line -> line.contains("its log can't be read"))
        .last()
        .isEqualTo("Nothing serves: no pod of it is ready.");
  }

  @Test
  void anImageThatCannotBePulledEndsTheWaitAfterItsSecondAttempt() {
    server.application("stg", () -> deployed().toString());
    ClusterJson.unpullable("ImagePullBackOff").serve(server, "stg");
    Problem problem = notLive(LONG);
    assertThat(problem.summary()).doesNotContain("within");
    assertThat(problem.details())
        .contains(
            "Deployment hcomp-app: 1 of 1 new pods in ImagePullBackOff", "  | manifest unknown");
    assertThat(notLive(Duration.ofSeconds(5)).summary())
        .as("the first failure may be the registry's")
        .contains("within");
  }

  @Test
  void anImageNameThatIsNoneEndsTheWaitAtOnce() {
    server.application("stg", () -> deployed().toString());
    ClusterJson.unpullable("InvalidImageName").serve(server, "stg");
    assertThat(notLive(Duration.ofSeconds(5)).summary()).doesNotContain("within");
  }

  @Test
  void podsThatMayNotBeMadeEndTheWait() {
    server.application("stg", () -> deployed().toString());
    ClusterJson.refused().serve(server, "stg");
    Problem problem = notLive(LONG);
    assertThat(problem.summary()).doesNotContain("within");
    assertThat(problem.details())
        .contains(
            "Deployment hcomp-app can't make new pods: pods is forbidden: violates PodSecurity"
                + " restricted");
  }

  @Test
  void aSlowStartIsNoErrorUntilTheTimeIsUp() {
    server.application("stg", () -> deployed().toString());
    ClusterJson.starting().serve(server, "stg");
    Problem problem = notLive(Duration.ofSeconds(90));
    assertThat(problem.summary()).endsWith("within 1 m 30 s.");
    assertThat(problem.details())
        .first()
        .isEqualTo(
            "It waits for Deployment hcomp-app: 0 of 1 new pods ready, 1 ContainerCreating.");
    assertThat(steps).anyMatch(step -> step.contains("waits for Deployment hcomp-app"));
  }

  @Test
  void aPodThatFitsNowhereIsExplainedWhenTheTimeIsUp() {
    server.application("stg", () -> deployed().toString());
    ClusterJson.unschedulable().serve(server, "stg");
    assertThat(notLive(Duration.ofSeconds(60)).details())
        .contains(
            "Deployment hcomp-app: 1 of 1 new pods in Unschedulable",
            "  | 0/1 nodes are available: 1 Insufficient memory.");
  }

  @Test
  void aFailedSyncIsSaidInTheApiServersWords() {
    server.application(
        "stg",
        () ->
            fresh(new ApplicationJson("stg", OLD))
                .follows(NEW)
                .sync("OutOfSync", NEW)
                .operation("Failed", NEW, ApplicationJson.SYNCED_AT)
                .result("Deployment", "hcomp-app", "SyncFailed", "admission webhook denied it")
                .toString());
    assertThat(notLive(LONG).details())
        .containsExactly(
            "The sync failed:",
            "  | Deployment hcomp-app: admission webhook denied it",
            "The cluster keeps the release that it had: 1.0.3 (" + OLD.abbreviated() + ").");
  }

  @Test
  void anUnreadableDigestIsRenderedAgainBeforeItCounts() {
    server.application(
        "stg",
        () ->
            fresh(new ApplicationJson("stg", OLD))
                .follows(NEW)
                .sync("Unknown", NEW)
                .condition("ComparisonError", "cannot get digest: not found")
                .toString());
    Problem problem = notLive(LONG);
    assertThat(problem.details())
        .contains("Argo CD can't read the release:", "  | cannot get digest: not found");
    assertThat(server.requests())
        .startsWith(
            APPLICATIONS + "/stg",
            APPLICATIONS + "/stg?refresh=normal",
            APPLICATIONS + "/stg?refresh=hard");
  }

  @Test
  void aRegistryThatDoesNotAnswerOnceEndsNothing() {
    AtomicInteger looks = new AtomicInteger();
    server.application(
        "stg",
        () ->
            looks.incrementAndGet() == 1
                ? fresh(new ApplicationJson("stg", OLD))
                    .follows(NEW)
                    .sync("Unknown", NEW)
                    .condition("ComparisonError", "503 Service Unavailable")
                    .toString()
                : fresh(new ApplicationJson("stg", NEW)).toString());
    assertThat(wait(Optional.empty(), LONG).untilLive(List.of(target("stg"))).get("stg"))
        .isInstanceOf(Live.class);
  }

  @Test
  void anApplicationThatMayNotBeComparedEndsTheWait() {
    server.application(
        "stg",
        () ->
            new ApplicationJson("stg", OLD)
                .follows(NEW)
                .sync("Unknown", OLD)
                .condition("InvalidSpecError", "namespace is not allowed in project staging")
                .toString());
    Problem problem = notLive(LONG);
    assertThat(problem.summary()).doesNotContain("within");
    assertThat(problem.details())
        .contains("Argo CD can't compare it:", "  | namespace is not allowed in project staging");
  }

  @Test
  void aSyncThatIsRefusedAgainAndAgainIsNotWaitedForToTheEnd() {
    AtomicInteger retries = new AtomicInteger();
    server.answerByQuery(
        APPLICATIONS + "/stg",
        query -> {
          boolean refreshed = query.contains("refresh=");
          ApplicationJson refused =
              fresh(new ApplicationJson("stg", OLD))
                  .follows(NEW)
                  .sync("OutOfSync", NEW)
                  .running(NEW, "one or more tasks failed")
                  .failedAttempts(refreshed ? retries.incrementAndGet() : retries.get())
                  .result("Deployment", "hcomp-app", "SyncFailed", "replicas: must not be -3");
          return new Answer(200, refused.toString());
        });
    Problem problem = notLive(LONG);
    assertThat(problem.summary()).doesNotContain("within");
    assertThat(problem.details())
        .contains(
            "The sync failed again and again; Argo CD still tries it:",
            "  | Deployment hcomp-app: replicas: must not be -3");
    assertThat(retries).as("attempts before it is given up").hasValue(3);
  }

  @Test
  void anotherPinInGitIsSaidAndNotWaitedFor() {
    server.answer(
        APPLICATIONS + "/hcomp-root", fresh(new ApplicationJson("hcomp-root", OLD)).toString());
    server.answer(APPLICATIONS + "/stg", fresh(new ApplicationJson("stg", OLD)).toString());
    Problem problem =
        problem(wait(Optional.of("hcomp-root"), LONG).untilLive(List.of(target("stg"))));
    assertThat(problem.text()).contains("this pin was not in it").doesNotContain("within");
  }

  @Test
  void pinsThatCannotBeRenderedAreTheRootsFault() {
    server.answer(
        APPLICATIONS + "/hcomp-root",
        fresh(new ApplicationJson("hcomp-root", OLD))
            .condition("ComparisonError", "environments/stg.yaml: bad digest")
            .toString());
    server.answer(APPLICATIONS + "/stg", fresh(new ApplicationJson("stg", OLD)).toString());
    Problem problem =
        problem(wait(Optional.of("hcomp-root"), LONG).untilLive(List.of(target("stg"))));
    assertThat(problem.details()).contains("  | environments/stg.yaml: bad digest");
  }

  @Test
  void oneThatFailsDoesNotEndTheOthers() {
    server.application("stg", () -> deployed().toString());
    ClusterJson.crashing(3).serve(server, "stg");
    AtomicInteger looks = new AtomicInteger();
    server.answer(
        APPLICATIONS + "/prd-eu",
        () ->
            new Answer(
                200,
                fresh(new ApplicationJson("prd-eu", NEW))
                    .health(looks.incrementAndGet() < 10 ? "Missing" : "Healthy", Instant.EPOCH)
                    .toString()));
    ClusterJson.starting().serve(server, "prd-eu");
    Map<String, Outcome> outcomes =
        wait(Optional.empty(), LONG).untilLive(List.of(target("stg"), target("prd-eu")));
    assertThat(outcomes.keySet()).containsExactly("stg", "prd-eu");
    assertThat(outcomes.get("stg")).isInstanceOf(NotLive.class);
    assertThat(outcomes.get("prd-eu")).isInstanceOf(Live.class);
  }

  @Test
  void anArgoCdThatAnswersNonsenseIsWaitedForAndThenNamed() {
    server.answer(APPLICATIONS + "/stg", "<html>");
    Problem problem = notLive(Duration.ofSeconds(30));
    assertThat(problem.text()).contains("within 30 s").contains("gave no usable answer");
  }

  @Test
  void aRefusedAccountEndsTheWaitAtOnce() {
    server.answer(APPLICATIONS, FakeArgoCd.list(new ApplicationJson("stg", NEW).toString()));
    assertThat(notLive(LONG).code()).isEqualTo("ARGOCD-DENIED");
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    CountDownLatch waiting = new CountDownLatch(3);
    server.answer(
        APPLICATIONS + "/stg",
        () -> {
          waiting.countDown();
          return new Answer(200, fresh(new ApplicationJson("stg", OLD)).toString());
        });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              thrown.set(
                  catchThrowable(
                      () ->
                          new Wait(
                                  server.client(),
                                  wait(Optional.empty(), LONG).settings(),
                                  Clock.systemUTC(),
                                  Report.silent())
                              .untilLive(List.of(target("stg")))));
              ended.complete(null);
            });
    thread.start();
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    ended.get(10, TimeUnit.SECONDS);
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
  }
}
