package com.hcomp.gitops.values;

import com.hcomp.gitops.helm.ChartArchive;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.workspace.ChartModule;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the values.yaml of charts, in the workspace or in the registry. */
final class ChartValues {
  private static final String FILE = "values.yaml";

  private final Workspace workspace;
  private final Supplier<Registry> registry;
  private final boolean publishedFirst;
  private final Map<ChartRef, Table> found = new LinkedHashMap<>();

  /**
   * @param registry asked for only when it is needed
   * @param publishedFirst whether what is published counts even where the workspace has the chart
   */
  ChartValues(Workspace workspace, Supplier<Registry> registry, boolean publishedFirst) {
    this.workspace = workspace;
    this.registry = registry;
    this.publishedFirst = publishedFirst;
  }

  /**
   * The values of a chart.
   *
   * @param named where a release names it
   * @throws com.hcomp.gitops.model.ProblemException CHART-MISSING, CHART-NESTED; what the registry
   *     and the file give rise to
   */
  Table of(ChartRef chart, Location named) {
    Table known = found.get(chart);
    if (known == null) {
      known = find(chart, named);
      found.put(chart, known);
    }
    return known;
  }

  private record Text(Path name, String content) {}

  private Table find(ChartRef chart, Location named) {
    Optional<Text> here = here(chart);
    Optional<Text> text = here;
    if (here.isEmpty() || publishedFirst) {
      Optional<Text> published = published(chart);
      boolean same = published.map(Text::content).equals(here.map(Text::content));
      text = same ? here : published.or(() -> here);
    }
    return text.map(values -> HelmYaml.read(values.name, values.content))
        .orElseThrow(() -> missing(chart, named));
  }

  private Optional<Text> here(ChartRef chart) {
    return workspace.charts().stream()
        .filter(module -> module.chart().equals(chart))
        .map(ChartModule::folder)
        .map(folder -> folder.resolve(FILE))
        .map(file -> new Text(workspace.root().relativize(file), read(file)))
        .findFirst();
  }

  private static String read(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Text> published(ChartRef chart) {
    String repository = Candidate.Kind.CHART.repository(chart.name());
    Optional<Digest> digest = registry.get().digest(repository, chart.version().value());
    if (digest.isEmpty()) {
      return Optional.empty();
    }
    byte[] tgz = registry.get().chartArchive(repository, digest.get());
    ChartArchive archive = ChartArchive.read(tgz, repository + ":" + chart.version());
    if (archive.files().keySet().stream().anyMatch(file -> file.startsWith("charts/"))) {
      throw new Problem(
              "CHART-NESTED",
              "Chart " + chart + " has charts inside, whose values can't be told apart.",
              "Ask Helm:  helm show values oci://" + registry.get().address().resolve(repository))
          .asException();
    }
    byte[] values = archive.files().getOrDefault(FILE, new byte[0]);
    return Optional.of(
        new Text(
            Path.of(chart.name() + "-" + chart.version() + ".tgz " + FILE),
            new String(values, StandardCharsets.UTF_8)));
  }

  private RuntimeException missing(ChartRef chart, Location named) {
    return new Problem(
            "CHART-MISSING",
            "Chart "
                + chart
                + " is neither here nor published in "
                + registry.get().address()
                + ".",
            named,
            "Name a version that is published, or publish this one:\nmvn deploy")
        .asException();
  }
}
