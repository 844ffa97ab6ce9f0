package com.hcomp.gitops.helm;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A packaged chart, unpacked in memory: what counts when two of them are compared. */
public final class ChartArchive {
  // Helm's own limits for the whole and for a file; a chart beyond them can't be installed anyway.
  private static final long LARGEST_CHART = 100L << 20;
  private static final long LARGEST_FILE = 5L << 20;
  private static final int MOST_FILES = 10_000;

  private final ChartDescription description;
  private final SortedMap<String, byte[]> files;

  private ChartArchive(ChartDescription description, SortedMap<String, byte[]> files) {
    this.description = description;
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /**
   * Unpacks a packaged chart.
   *
   * @throws ProblemException CHART-ARCHIVE if it can't be read safely, CHART-INVALID for its
   *     Chart.yaml
   */
  public static ChartArchive read(Path tgz) {
    try {
      return read(Files.readAllBytes(tgz), tgz.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + tgz, e);
    }
  }

  /**
   * Unpacks a packaged chart.
   *
   * @param tgz the archive's bytes
   * @param origin what problems call it: a file or an address
   * @throws ProblemException CHART-ARCHIVE if it can't be read safely, CHART-INVALID for its
   *     Chart.yaml
   */
  public static ChartArchive read(byte[] tgz, String origin) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(tgz)))) {
      Unpacking unpacking = new Unpacking(origin, files);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpacking.take(entry, tar);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(origin, "it is no gzipped tar archive (" + e.getMessage() + ")");
    }
    byte[] description = files.get("Chart.yaml");
    if (description == null) {
      throw unreadable(origin, "it has no Chart.yaml");
    }
    return new ChartArchive(
        ChartDescription.parse(
            new String(description, StandardCharsets.UTF_8), Path.of("Chart.yaml")),
        files);
  }

  /** The chart's name, from its Chart.yaml. */
  public String name() {
    return description.name();
  }

  /** The chart's version, from its Chart.yaml. */
  public Version version() {
    return description.version();
  }

  /**
   * Each file's content by its path below the chart's folder, such as {@code templates/x.yaml}, in
   * the order of the paths. Not to be changed.
   */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  private static ProblemException unreadable(String origin, String reason) {
    return new Problem(
            "CHART-ARCHIVE",
            "The chart archive " + origin + " can't be used: " + reason + ".",
            List.of(),
            "Package it again with Helm.")
        .asException();
  }

  /** Takes one entry after the other, and refuses what could do harm or be read in two ways. */
  private static final class Unpacking {
    private final String origin;
    private final SortedMap<String, byte[]> files;
    private String folder = "";
    private long size;
    private int entries;

    Unpacking(String origin, SortedMap<String, byte[]> files) {
      this.origin = origin;
      this.files = files;
    }

    void take(TarArchiveEntry entry, TarArchiveInputStream content) throws IOException {
      String name = entry.getName();
      if (++entries > MOST_FILES) {
        throw unreadable(origin, "it has more than " + MOST_FILES + " entries");
      }
      if (name.equals("pax_global_header") || entry.isDirectory()) {
        return;
      }
      if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
        throw unreadable(origin, name + " is no plain file");
      }
      int slash = name.indexOf('/');
      String top = slash < 0 ? "" : name.substring(0, slash);
      String path = name.substring(slash + 1);
      if (top.isEmpty() || !isSafe(top) || !isSafe(path)) {
        throw unreadable(origin, "the path '" + name + "' is not one below the chart's folder");
      }
      if (!files.isEmpty() && !top.equals(folder)) {
        throw unreadable(origin, "it holds two folders, " + folder + " and " + top);
      }
      folder = top;
      byte[] bytes = content.readNBytes((int) LARGEST_FILE + 1);
      size += bytes.length;
      if (bytes.length > LARGEST_FILE || size > LARGEST_CHART) {
        throw unreadable(
            origin, name + " is larger than Helm takes (5 MiB a file, 100 MiB in all)");
      }
      if (files.put(path, bytes) != null) {
        throw unreadable(origin, "it holds " + name + " twice");
      }
    }

    private static boolean isSafe(String path) {
      return !path.contains("\\")
          && !path.contains(":")
          && path.chars().noneMatch(Character::isISOControl)
          && List.of(path.split("/", -1)).stream()
              .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
  }
}
