package com.hcomp.gitops.argocd;

import static com.hcomp.gitops.argocd.ApplicationJson.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.argocd.Liveness.Broken;
import com.hcomp.gitops.argocd.Liveness.Progressing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodReasonsTest {
  private static final Liveness WAITS = new Progressing("its health");

  private final FakeArgoCd server = new FakeArgoCd();

  @AfterEach
  void stop() {
    server.close();
  }

  private Liveness explained(Liveness liveness) {
    Application application =
        new ApplicationJson("stg", NEW).health("Progressing", ApplicationJson.SYNCED_AT).listed();
    return new PodReasons(server.client(), Clock.systemUTC()).explain(liveness, NEW, application);
  }

  private void logs(String words) {
    server.answer(
        "/api/v1/applications/stg/pods/new-1/logs",
        "{\"result\":{\"content\":\"" + words + "\",\"podName\":\"new-1\"}}");
  }

  @Test
  void aCrashLoopIsBrokenForThePodsOwnReason() {
    ClusterJson.crashing(3).serve(server, "stg");
    logs("java.lang.IllegalStateException: broken on purpose");
    assertThat(explained(WAITS))
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.reason())
                  .isEqualTo(
                      "Deployment hcomp-app: 0 of 1 new pods ready, 1 CrashLoopBackOff (exit 1, 3 restarts)");
              assertThat(broken.details())
                  .containsExactly("java.lang.IllegalStateException: broken on purpose");
            });
  }

  @Test
  void howKubernetesCallsTheEndIsSaid() {
    ClusterJson.withContainer(
            """
            "restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}},
            "lastState":{"terminated":{"reason":"OOMKilled","exitCode":137}}""")
        .serve(server, "stg");
    assertThat(explained(WAITS))
        .isInstanceOfSatisfying(
            Broken.class,
            broken ->
                assertThat(broken.reason())
                    .endsWith("1 CrashLoopBackOff (OOMKilled, exit 137, 3 restarts)"));
  }

  @Test
  void whatIsDegradedKeepsArgoCdsWordsBehindThoseOfThePods() {
    ClusterJson.crashing(3).serve(server, "stg");
    logs("broken on purpose");
    Broken degraded =
        new Broken(Liveness.Cause.DEGRADED, "it is deployed, and Degraded", List.of("x"));
    assertThat(explained(degraded))
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> assertThat(broken.details()).containsExactly("broken on purpose", "x"));
  }

  @Test
  void whatStartsStillGetsThere() {
    ClusterJson.starting().serve(server, "stg");
    assertThat(explained(WAITS))
        .isEqualTo(
            new Progressing("Deployment hcomp-app: 0 of 1 new pods ready, 1 ContainerCreating"));
  }

  @Test
  void whatRunsIsNotAskedForItsPods() {
    Liveness live = new Liveness.Live(Optional.empty());
    assertThat(explained(live)).isSameAs(live);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void podsThatCannotBeReadHideNothing() {
    assertThat(explained(WAITS)).isSameAs(WAITS);
  }
}
