package com.hcomp.gitops.helm;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a chart ready to be packaged: a folder that holds all the chart needs and nothing else, so
 * that nothing is resolved later and the same source always gives the same artifact.
 */
public final class ChartStaging {
  /** The time that every staged file and every packaged chart has. */
  public static final Instant TIMESTAMP = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Makes the target folder anew from a source folder. Maven's own files, hidden ones, editors'
   * backups, and charts that were vendored before are left out. Until everything is there, the
   * target folder does not exist.
   *
   * @param sourceChart holds Chart.yaml; is not changed
   * @param targetFolder may lie within the source's target folder; a folder beside it with {@code
   *     .partial} added to its name is used meanwhile
   * @param vendoredCharts what the chart depends on, each as a packaged chart (.tgz) or as a staged
   *     folder; prefer packages, which no longer hold what .helmignore names
   * @param otherVersion what the staged Chart.yaml says in place of the source's version
   * @return the staged chart
   * @throws ProblemException CHART-INVALID, CHART-ARCHIVE; CHART-MISSING and CHART-VERSION-RANGE
   *     for dependencies that the vendored charts don't satisfy exactly, CHART-UNUSED for vendored
   *     charts that are no dependency; all of these together
   */
  public ChartRef stage(
      Path sourceChart,
      Path targetFolder,
      List<Path> vendoredCharts,
      Optional<Version> otherVersion) {
    Path target = targetFolder.toAbsolutePath().normalize();
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      FileTree.delete(target);
      FileTree.delete(partial);
      Files.createDirectories(partial);
      ChartRef staged = fill(partial, sourceChart, target, vendoredCharts, otherVersion);
      FileTree.setTimes(partial, FileTime.from(TIMESTAMP));
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      return staged;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stage " + sourceChart + " in " + target, e);
    } finally {
      FileTree.deleteIfPossible(partial);
    }
  }

  /**
   * The digest of a folder's relative paths and contents; times, permissions and the order of the
   * files on disk have no part in it.
   */
  public Digest contentDigest(Path folder) {
    try {
      return FileTree.digest(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static ChartRef fill(
      Path partial,
      Path sourceChart,
      Path target,
      List<Path> vendoredCharts,
      Optional<Version> otherVersion)
      throws IOException {
    Path source = sourceChart.toAbsolutePath().normalize();
    ChartDescription description = describe(sourceChart);
    for (Path file : FileTree.files(source, path -> !isLeftOut(source, path, target))) {
      FileTree.write(partial.resolve(source.relativize(file).toString()), Files.readAllBytes(file));
    }
    if (otherVersion.isPresent()) {
      Files.writeString(partial.resolve("Chart.yaml"), description.withVersion(otherVersion.get()));
    }
    Map<String, ChartRef> vendored = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Path chart : vendoredCharts) {
      Optional<ChartRef> added = vendor(chart, partial.resolve("charts"));
      if (added.isEmpty()) {
        problems.add(
            new Problem(
                "CHART-MISSING",
                "There is no chart at " + chart + ", which " + description.name() + " vendors.",
                "Build it first:\nmvn package"));
      } else if (vendored.putIfAbsent(added.get().name(), added.get()) != null) {
        problems.add(
            new Problem(
                "CHART-UNUSED",
                "The chart " + added.get().name() + " is to be vendored twice.",
                "Vendor one version of it."));
      }
    }
    problems.addAll(
        new DependencyCheck(description, sourceChart.resolve("Chart.yaml")).problems(vendored));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new ChartRef(description.name(), otherVersion.orElse(description.version()));
  }

  private static Optional<ChartRef> vendor(Path chart, Path charts) throws IOException {
    if (Files.isRegularFile(chart)) {
      ChartArchive archive = ChartArchive.read(chart);
      Path folder = charts.resolve(archive.name());
      for (Map.Entry<String, byte[]> file : archive.files().entrySet()) {
        FileTree.write(folder.resolve(file.getKey()), file.getValue());
      }
      return Optional.of(new ChartRef(archive.name(), archive.version()));
    }
    if (!Files.isDirectory(chart)) {
      return Optional.empty();
    }
    Path source = chart.toAbsolutePath().normalize();
    ChartDescription description = describe(chart);
    Path folder = charts.resolve(description.name());
    for (Path file : FileTree.files(source, path -> !isJunk(path))) {
      FileTree.write(folder.resolve(source.relativize(file).toString()), Files.readAllBytes(file));
    }
    return Optional.of(new ChartRef(description.name(), description.version()));
  }

  private static ChartDescription describe(Path chart) throws IOException {
    Path file = chart.resolve("Chart.yaml");
    if (!Files.isRegularFile(file)) {
      throw new Problem(
              "CHART-INVALID",
              "The folder " + chart + " holds no Chart.yaml.",
              new Location(file, 0),
              "Add it, or name the chart's folder.")
          .asException();
    }
    return ChartDescription.parse(Files.readString(file), file);
  }

  private static boolean isLeftOut(Path source, Path path, Path target) {
    return isJunk(path)
        || path.startsWith(target)
        || (source.equals(path.getParent())
            // A lock says how ranges were resolved; here there are none.
            && List.of("pom.xml", "src", "target", "charts", "Chart.lock")
                .contains(path.getFileName().toString()));
  }

  private static boolean isJunk(Path path) {
    String name = path.getFileName().toString();
    return (name.startsWith(".") && !name.equals(".helmignore"))
        || name.endsWith("~")
        || name.endsWith(".bak")
        || name.endsWith(".orig")
        || name.endsWith(".rej")
        || name.endsWith(".tmp")
        || name.endsWith(".partial");
  }
}
