package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.Source;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.promotion.Build;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.publish.Standing;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.workspace.ChartModule;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** What this checkout makes, and what was made of it before. */
record Builds(Surroundings surroundings, MavenSession session, Path root) {

  /** What the files in the checkout make. */
  Build present(Publisher publisher) {
    Registry registry = publisher.registry();
    Map<String, Build.Chart> charts = new LinkedHashMap<>();
    for (ChartModule module : surroundings.checkout().charts()) {
      Candidate candidate = chart(publisher, module);
      String version = candidate.chart().version().value();
      charts.put(
          module.chart().name(),
          new Build.Chart(candidate.chart(), registry.digest(candidate.repository(), version)));
    }
    Map<String, Build.Image> images = new LinkedHashMap<>();
    Git git = Git.open(root);
    for (ImageModule module : ImageModule.all(session, root)) {
      String tag = module.source(git).tag();
      images.put(
          module.repository(), new Build.Image(tag, registry.digest(module.repository(), tag)));
    }
    return new Build(charts, images);
  }

  /** With -Plocal, a chart that was edited without a new version gets one of its content. */
  Candidate chart(Publisher publisher, ChartModule chart) {
    Candidate candidate = publisher.chart(chart);
    return surroundings.isLocal() && publisher.standing(candidate) instanceof Standing.Other
        ? publisher.chartByContent(chart)
        : candidate;
  }

  /**
   * The newest published image of each module, in the order of a commit's history, and the newest
   * chart of each name; or those that a person names.
   *
   * @param git the repository that holds the commit
   * @param commit whose history gives the order
   * @param image a tag, or {@code repository:tag}
   * @param chart a version, or {@code name:version}
   */
  Build newest(Git git, String commit, Optional<String> image, Optional<String> chart) {
    Registry registry = surroundings.registry();
    Map<String, Build.Chart> charts = new LinkedHashMap<>();
    for (ChartModule module : surroundings.checkout().charts()) {
      String name = module.chart().name();
      String repository = Candidate.Kind.CHART.repository(name);
      Version version =
          named(name, chart)
              .map(named -> version(registry, repository, named))
              .orElseGet(() -> newest(registry, repository));
      charts.put(
          name,
          new Build.Chart(
              new ChartRef(name, version), registry.digest(repository, version.value())));
    }
    Map<String, Build.Image> images = new LinkedHashMap<>();
    for (ImageModule module : ImageModule.all(session, root)) {
      String repository = module.repository();
      String tag = named(repository, image).orElseGet(() -> newest(registry, module, git, commit));
      images.put(repository, new Build.Image(tag, Optional.of(known(registry, repository, tag))));
    }
    return new Build(charts, images);
  }

  /** What a person names for one artifact; empty if they name another one, or none. */
  private static Optional<String> named(String artifact, Optional<String> name) {
    return name.filter(text -> !text.contains(":") || text.startsWith(artifact + ":"))
        .map(text -> text.substring(text.indexOf(':') + 1));
  }

  private static Version version(Registry registry, String repository, String named) {
    known(registry, repository, named);
    return new Version(named);
  }

  private static Digest known(Registry registry, String repository, String tag) {
    return registry
        .digest(repository, tag)
        .orElseThrow(
            () ->
                new Problem(
                        "NOT-PUBLISHED",
                        "There is no " + repository + ":" + tag + " in " + registry.address() + ".",
                        "Name one that is published, or publish it first:\nmvn deploy")
                    .asException());
  }

  private Version newest(Registry registry, String repository) {
    return registry.tags(repository).stream()
        .filter(Version::isVersion)
        .map(Version::new)
        .max(Comparator.naturalOrder())
        .orElseThrow(() -> nothingPublished(repository));
  }

  private String newest(Registry registry, ImageModule module, Git git, String commit) {
    List<String> published = registry.tags(module.repository());
    return Source.tags(git, commit, module.inputs()).stream()
        .filter(published::contains)
        .findFirst()
        .orElseThrow(() -> nothingPublished(module.repository()));
  }

  private ProblemException nothingPublished(String repository) {
    return new Problem(
            "NOTHING-PUBLISHED",
            "The registry holds nothing of this branch in " + repository + ".",
            "Publish it first:\n" + surroundings.command("deploy"))
        .asException();
  }
}
