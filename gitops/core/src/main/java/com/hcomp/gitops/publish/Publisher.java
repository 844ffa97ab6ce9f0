package com.hcomp.gitops.publish;

import com.hcomp.gitops.helm.ChartArchive;
import com.hcomp.gitops.helm.ChartDifference;
import com.hcomp.gitops.helm.ChartStaging;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.ChartModule;
import com.hcomp.gitops.workspace.ConfigModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packages charts and releases, and publishes them without ever overwriting one. */
public final class Publisher {
  private final Registry registry;
  private final Helm helm;
  private final Path scratch;
  private final String maven;
  private final Report report;

  /**
   * @param scratch a folder for packages in the making; it may be deleted at any time
   * @param maven how the user runs Maven, for the commands in remedies: {@code mvn -Plocal}
   */
  public Publisher(Registry registry, Helm helm, Path scratch, String maven, Report report) {
    this.registry = registry;
    this.helm = helm;
    this.scratch = scratch;
    this.maven = maven;
    this.report = report;
  }

  public Registry registry() {
    return registry;
  }

  public Helm helm() {
    return helm;
  }

  /** Packages a chart of ours as it is in its module. */
  public Candidate chart(ChartModule module) {
    return chart(module, Optional.empty());
  }

  /** Packages a chart of ours under a version that is made of its content. */
  public Candidate chartByContent(ChartModule module) {
    Path staged = scratch.resolve("content").resolve(module.chart().name());
    ChartStaging staging = new ChartStaging();
    staging.stage(module.folder(), staged, List.of(), Optional.empty());
    Digest content = staging.contentDigest(staged);
    return chart(module, Optional.of(module.chart().version().withSuffix("g" + content.hex(8))));
  }

  private Candidate chart(ChartModule module, Optional<Version> version) {
    return candidate(Candidate.Kind.CHART, module.folder(), List.of(), version);
  }

  /**
   * Packages a release with its charts inside.
   *
   * @param own the charts of this build, for those that are not published yet
   * @throws com.hcomp.gitops.model.ProblemException if a chart is nowhere to be had
   */
  public Candidate release(ConfigModule module, List<ChartModule> own) {
    // Several services may have the same chart.
    Map<ChartRef, Path> vendored = new LinkedHashMap<>();
    for (Component component : module.payload().components()) {
      if (!vendored.containsKey(component.chart())) {
        vendored.put(component.chart(), chartOf(module, component, own));
      }
    }
    return candidate(
        Candidate.Kind.RELEASE, module.folder(), List.copyOf(vendored.values()), Optional.empty());
  }

  private Candidate candidate(
      Candidate.Kind kind, Path folder, List<Path> vendored, Optional<Version> version) {
    String name = folder.getFileName().toString();
    Path staged = scratch.resolve("staged").resolve(name);
    ChartRef chart = new ChartStaging().stage(folder, staged, vendored, version);
    Path archive = helm.packageChart(staged, scratch.resolve("packages"));
    return new Candidate(kind, chart, folder, archive);
  }

  /** What is published is what others run, so it comes before what lies here. */
  private Path chartOf(ConfigModule module, Component component, List<ChartModule> own) {
    ChartRef chart = component.chart();
    String repository = Candidate.Kind.CHART.repository(chart.name());
    Optional<Digest> published = registry.digest(repository, chart.version().value());
    if (published.isPresent()) {
      if (component.chartDigest().filter(known -> !known.equals(published.get())).isPresent()) {
        throw new Problem(
                "CHART-DIGEST",
                module.name()
                    + " was made with chart "
                    + chart
                    + " as "
                    + component.chartDigest().get().abbreviated()
                    + ", but the registry holds "
                    + published.get().abbreviated()
                    + " under that version.",
                "Find out who changed the registry; to go on with what it holds now, delete the"
                    + " digest below annotations: in "
                    + module.folder().resolve("Chart.yaml")
                    + ".")
            .asException();
      }
      return write(chart, registry.chartArchive(repository, published.get()));
    }
    return own.stream()
        .filter(candidate -> candidate.chart().equals(chart))
        .findFirst()
        .map(this::chart)
        .map(Candidate::archive)
        .orElseThrow(
            () ->
                new Problem(
                        "CHART-MISSING",
                        module.name()
                            + " needs chart "
                            + chart
                            + ", which is neither published nor"
                            + " built here.",
                        "Name a version in "
                            + module.folder().resolve("Chart.yaml")
                            + " that is published in "
                            + registry.address()
                            + ".")
                    .asException());
  }

  private Path write(ChartRef chart, byte[] archive) {
    Path file = scratch.resolve("published").resolve(chart.name() + "-" + chart.version() + ".tgz");
    try {
      Files.createDirectories(file.getParent());
      // Another environment's release may be made of the same chart at this moment.
      Path partial = Files.createTempFile(file.getParent(), "chart", ".partial");
      Files.write(partial, archive);
      return Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at what is published under the candidate's name and version. */
  public Standing standing(Candidate candidate) {
    String tag = candidate.chart().version().value();
    Optional<Digest> published = registry.digest(candidate.repository(), tag);
    if (published.isEmpty()) {
      return new Standing.Absent();
    }
    ChartArchive theirs =
        ChartArchive.read(
            registry.chartArchive(candidate.repository(), published.get()),
            candidate.repository() + ":" + tag);
    ChartDifference difference =
        ChartDifference.compare(ChartArchive.read(candidate.archive()), theirs);
    return difference.isEmpty()
        ? new Standing.Same(published.get())
        : new Standing.Other(published.get(), difference);
  }

  /** The problem that a candidate is, if other content is published under its version. */
  public Optional<Problem> refusal(Candidate candidate) {
    if (!(standing(candidate) instanceof Standing.Other other)) {
      return Optional.empty();
    }
    boolean release = candidate.kind() == Candidate.Kind.RELEASE;
    String bump =
        release
            ? "-Dgitops.environment=" + candidate.chart().name().replaceFirst("^config-", "")
            : "-Dgitops.chart=" + candidate.chart().name();
    return Optional.of(
        new Problem(
            release ? "RELEASE-CHANGED" : "CHART-CHANGED",
            candidate.chart().name()
                + " "
                + candidate.chart().version()
                + " is already published with other content.",
            other.difference().lines(candidate.module() + "/"),
            "A published version never changes. Bump it and deploy again; nothing was published or"
                + " moved:\n"
                + maven
                + " gitops:bump "
                + bump));
  }

  /**
   * Publishes a candidate, or adopts what is published with the same content.
   *
   * @return the digest of what is in the registry
   * @throws com.hcomp.gitops.model.ProblemException if other content is published
   */
  public Digest publish(Candidate candidate) {
    if (standing(candidate) instanceof Standing.Absent) {
      helm.push(candidate.archive(), registry.address().resolve(candidate.kind().parent()));
      Digest digest = confirmed(candidate);
      report.step("publish", line(candidate, "pushed", digest));
      return digest;
    }
    Digest digest = confirmed(candidate);
    report.step("publish", line(candidate, "already published", digest));
    return digest;
  }

  /**
   * The digest of what the registry really holds: it has no atomic create, so whoever pushes at the
   * same time may have won.
   */
  public Digest confirmed(Candidate candidate) {
    Standing standing = standing(candidate);
    if (standing instanceof Standing.Same same) {
      return same.digest();
    }
    throw refusal(candidate)
        .orElseGet(
            () ->
                new Problem(
                    "NOT-PUBLISHED",
                    candidate.chart()
                        + " was pushed, but "
                        + registry.address()
                        + " doesn't have it.",
                    "Look at the registry's log, then run the same command again."))
        .asException();
  }

  /** A line for people about one artifact. */
  public static String line(Candidate candidate, String what, Digest digest) {
    return line(candidate.kind().word(), candidate.chart().toString(), what, digest);
  }

  /** A line for people about one artifact. */
  public static String line(String kind, String name, String what, Digest digest) {
    return String.format("%-8s%-34s %-18s %s", kind, name, what, digest.abbreviated());
  }
}
