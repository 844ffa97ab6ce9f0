package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.helm.ChartArchive;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.helm.HostMention;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RunningRegistry;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ChartModule;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this repository itself publishes. */
@Tag("slow")
class ProjectArtifactsTest {
  private static final Path ROOT = Path.of(System.getProperty("gitops.root", ""));

  @TempDir Path folder;

  @Test
  void noneNamesARegistryHost() throws Exception {
    Path copy = folder.resolve("work");
    for (String module : modules()) {
      copy(ROOT.resolve(module), copy.resolve(module));
    }
    Workspace workspace = Workspace.open(copy);
    try (RunningRegistry running = RunningRegistry.start(folder.resolve("registry"))) {
      Publisher publisher =
          new Publisher(
              new Registry(running.address()),
              new Helm(Programs.helm()),
              folder.resolve("scratch"),
              "mvn",
              Report.silent());
      new Delivery(
              workspace,
              publisher,
              build(workspace, publisher),
              com.hcomp.gitops.model.Environment::replaced,
              Report.silent())
          .carryOut();
      List<String> hosts =
          List.of(running.address().host(), workspace.registry().split("/", 2)[0], "localhost:");
      List<Candidate> artifacts = new ArrayList<>();
      workspace.charts().forEach(chart -> artifacts.add(publisher.chart(chart)));
      workspace
          .environments()
          .forEach(
              environment ->
                  artifacts.add(
                      publisher.release(workspace.config(environment), workspace.charts())));
      assertThat(artifacts).hasSizeGreaterThanOrEqualTo(4);
      for (Candidate artifact : artifacts) {
        ChartArchive archive = ChartArchive.read(artifact.archive());
        for (String host : hosts) {
          assertThat(HostMention.registryHosts(archive, host)).as("%s", artifact.chart()).isEmpty();
        }
      }
    }
  }

  private static Build build(Workspace workspace, Publisher publisher) {
    ChartModule chart = workspace.charts().get(0);
    ChartRef ref = chart.chart();
    Digest digest = publisher.publish(publisher.chart(chart));
    return new Build(
        Map.of(ref.name(), new Build.Chart(ref, Optional.of(digest))),
        Map.of("app-service", new Build.Image("tag", Optional.of(Digest.of("image")))));
  }

  /** All chart and config modules, and the root. */
  private static List<String> modules() throws IOException {
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries
          .filter(entry -> Files.isRegularFile(entry.resolve("Chart.yaml")))
          .map(entry -> entry.getFileName().toString())
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(from.resolve("target"))) {
          Path target = to.resolve(from.relativize(file).toString());
          Files.createDirectories(target.resolveSibling(""));
          Files.copy(file, target);
        }
      }
    }
  }
}
