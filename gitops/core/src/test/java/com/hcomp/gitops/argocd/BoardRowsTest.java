package com.hcomp.gitops.argocd;

import static com.hcomp.gitops.argocd.ApplicationJson.NEW;
import static com.hcomp.gitops.argocd.ApplicationJson.OLD;
import static com.hcomp.gitops.argocd.ApplicationJson.SYNCED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.argocd.BoardRows.Known;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.report.Board;
import com.hcomp.gitops.report.Board.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardRowsTest {
  private static final Digest IMAGE = Digest.of("image");
  private static final String RUNS = "localhost:5001/hcomp/app-service:9f31@" + IMAGE;

  private static Known known(Optional<Pin> pin, String... differences) {
    ImageRef image = new ImageRef("app-service", "9f31", IMAGE);
    ChartRef chart = new ChartRef("hcomp-app", new Version("1.2.0"));
    Payload payload =
        new Payload(
            List.of(new Component(chart, Optional.empty(), Optional.empty(), Optional.of(image))));
    return new Known(
        new Environment(
            "stg", "stg", "stg-cluster", "hcomp-stg", "staging", pin, List.of(), List.of()),
        Optional.of(payload),
        Optional.of("http://10.1.2.3"),
        Optional.empty(),
        List.of(differences));
  }

  private static final Optional<Pin> PINNED = Optional.of(new Pin(new Version("1.0.4"), NEW));

  private static Row row(Known known, Map<String, Application> applications) {
    return new BoardRows(
            applications,
            digest -> digest.equals(OLD) ? Optional.of(new Version("1.0.3")) : Optional.empty())
        .board(List.of(known))
        .rows()
        .get(0);
  }

  private static Row row(ApplicationJson application) {
    return row(known(PINNED), Map.of("stg", application.refreshed()));
  }

  @Test
  void whatIsLiveDiffersInNothing() {
    Row row = row(new ApplicationJson("stg", NEW).image(RUNS));
    assertThat(row.differences()).isEmpty();
    assertThat(row.live()).contains(new Board.Release(NEW, Optional.of(new Version("1.0.4"))));
    assertThat(row.chart()).contains("1.2.0");
    assertThat(row.image()).contains("9f31");
    assertThat(row.imageDigest()).contains(IMAGE);
    assertThat(row.since()).contains(SYNCED_AT);
    assertThat(row.sync()).contains("Synced");
    assertThat(row.health()).contains("Healthy");
  }

  @Test
  void aPinThatIsNotLiveYetIsADifference() {
    Row row = row(new ApplicationJson("stg", OLD).follows(NEW).sync("OutOfSync", NEW));
    assertThat(row.live())
        .as("what is compared is not what runs")
        .contains(new Board.Release(OLD, Optional.of(new Version("1.0.3"))));
    assertThat(row.differences())
        .containsExactly(
            "live is 1.0.3 (" + OLD.abbreviated() + "), pinned is " + PINNED.orElseThrow(),
            "waits for the sync to start");
  }

  @Test
  void driftIsNamed() {
    Row row =
        row(
            new ApplicationJson("stg", NEW)
                .sync("OutOfSync", NEW)
                .resource("Deployment", "hcomp-app", "OutOfSync", "Healthy", "")
                .resource("Service", "hcomp-app", "Synced", "Healthy", ""));
    assertThat(row.differences()).contains("out of sync: Deployment hcomp-app");
  }

  @Test
  void anotherImageThanTheReleasesIsADifference() {
    String other = RUNS.replace(IMAGE.value(), OLD.value());
    assertThat(row(new ApplicationJson("stg", NEW).image(other)).differences())
        .containsExactly("the release's image app-service:9f31 is not among those that run");
    assertThat(row(new ApplicationJson("stg", NEW).image(other).image(RUNS)).differences())
        .as("an old pod may still be on its way out")
        .isEmpty();
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(row(known(Optional.empty()), Map.of()).differences())
        .containsExactly("nothing is pinned yet");
    Row row = row(known(PINNED, "release 1.0.4 is not in the registry"), Map.of());
    assertThat(row.sync()).isEmpty();
    assertThat(row.live()).isEmpty();
    assertThat(row.differences())
        .containsExactly(
            "release 1.0.4 is not in the registry",
            "Argo CD has no application stg that this account may get");
  }

  @Test
  void whatCannotBeToldIsNotFine() {
    Row row = row(known(PINNED), Map.of("stg", new ApplicationJson("stg", NEW).listed()));
    assertThat(row.differences()).containsExactly("unknown: Argo CD was not asked to look again");
  }
}
