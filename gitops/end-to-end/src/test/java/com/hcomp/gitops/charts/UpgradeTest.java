package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An environment goes from any earlier version of the chart to this one with the values it has. */
@Tag("slow")
class UpgradeTest {
  private static final String[] IMAGE = {"--set-string", "hcomp-app.image.tag=1.0.0"};

  @TempDir Path folder;
  private Charts charts;

  @BeforeEach
  void prepare() {
    charts = new Charts(folder);
  }

  @Test
  void changesNothingThatCannotBeChangedAndTakesNothingAway() throws IOException {
    if (EarlierChart.isHistoryCut()) {
      String said =
          "NOT TESTED: upgrades from earlier charts, because this clone lacks its history."
              + " Get it: git fetch --unshallow";
      System.out.println(said);
      Assumptions.abort(said);
    }
    List<EarlierChart> earlier = EarlierChart.all();
    assertThat(earlier).extracting(EarlierChart::version).contains("1.0.0");

    for (EarlierChart each : earlier) {
      Path past = Files.createDirectory(folder.resolve(each.version()));
      each.checkOut(past);
      Path config = past.resolve("config-stg");
      Path before = charts.release(config, past.resolve("chart-module"));
      Path after = charts.release(config, Charts.repository().resolve("chart-module"));

      assertThat(
              ImmutableFields.changes(
                  charts.render(before, IMAGE).manifests(),
                  charts.render(after, IMAGE).manifests()))
          .as("from " + each)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_names.tpl   | name: [{]+ .Chart.Name [}]+$ | name: renamed | Deployment hcomp-app: spec.selector changes",
        "service.yaml | type: ClusterIP        | clusterIP: None     | Service hcomp-app: spec.clusterIP changes",
        "service.yaml | kind: Service          | kind: Servant       | Service hcomp-app vanishes",
        "_names.tpl   | printf \"%s-%s\"      | printf \"%s-a%s\"  | Deployment hcomp-hcomp-app vanishes",
      })
  void findsWhatMayNotChange(String file, String pattern, String replacement, String found)
      throws IOException {
    AppChart chart = new AppChart(folder);
    List<Map<String, Object>> before = both(chart);
    Path template = chart.source().resolve("templates").resolve(file);
    String text = Files.readString(template);
    String changed =
        Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).replaceFirst(replacement);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(template, changed);

    assertThat(ImmutableFields.changes(before, both(chart)))
        .anySatisfy(change -> assertThat(change).startsWith(found));
  }

  @Test
  void asksForKindsThatAreNew() {
    Map<String, Object> unknown =
        Map.of("kind", "CronJob", "metadata", Map.of("name", "hcomp-app"));

    assertThat(ImmutableFields.changes(List.of(unknown), List.of(unknown)))
        .containsExactly(
            "CronJob hcomp-app: say in ImmutableFields which of its fields can't change");
  }

  @Test
  void leavesOutHooksBecauseTheyAreMadeAnew() {
    AppChart chart = new AppChart(folder);

    assertThat(
            ImmutableFields.changes(
                chart.render().manifests(),
                chart.render("smokeTest: {enabled: false}").manifests()))
        .containsExactly("NetworkPolicy hcomp-app-smoke-test vanishes");
  }

  /** Rendered under two names of releases, of which the chart makes names in two ways. */
  private static List<Map<String, Object>> both(AppChart chart) {
    return Stream.of("hcomp-app", "hcomp")
        .flatMap(release -> chart.renderAs(release).manifests().stream())
        .toList();
  }
}
