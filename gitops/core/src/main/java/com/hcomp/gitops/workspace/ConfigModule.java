package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A config module: what an environment's next release is made of.
 *
 * @param folder where its pom.xml, Chart.yaml and values.yaml are
 * @param name the release's name, such as {@code config-stg}
 * @param version the release's version
 * @param payload the charts and images that it carries
 */
public record ConfigModule(Path folder, String name, Version version, Payload payload) {
  /** Annotation of Chart.yaml with the digest of a vendored chart; the chart's name follows. */
  private static final String CHART_DIGEST = "gitops.hcomp.com/digest-of-";

  static ConfigModule read(Path folder) {
    YamlFile chart = YamlFile.read(folder.resolve("Chart.yaml"));
    YamlFile values = YamlFile.read(folder.resolve("values.yaml"));
    Version version = ModuleVersion.read(folder, chart);
    Payload payload = payload(chart, values);
    String name = chart.required("name");
    if (!name.equals(folder.toAbsolutePath().getFileName().toString())) {
      throw new Problem(
              "NAME-MISMATCH",
              "The release is named " + name + ", its folder is not: pins are found by the name.",
              chart.location("name"),
              "Give both the same name.")
          .asException();
    }
    return new ConfigModule(folder, name, version, payload);
  }

  /** What a release carries, by its Chart.yaml and values.yaml. */
  public static Payload payload(YamlFile chart, YamlFile values) {
    List<Component> components = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (String entry : dependencies(chart)) {
      Component component = component(chart, values, entry);
      if (!names.add(component.name())) {
        throw new Problem(
                "NAME-TWICE",
                "Two dependencies are called "
                    + component.name()
                    + ": both would get the same values, and make the same objects.",
                chart.location("dependencies", entry, "name"),
                "Call this one otherwise, and its values so:\nalias: <name>")
            .asException();
      }
      components.add(component);
    }
    if (components.isEmpty()) {
      throw new Problem(
              "NO-CHART",
              "It names no chart, so there is nothing to release.",
              chart.location("dependencies"),
              "Add the chart below dependencies:, with its name and exact version.")
          .asException();
    }
    return new Payload(components);
  }

  /** The places of all dependencies in a Chart.yaml's list, for its paths. */
  private static List<String> dependencies(YamlFile chart) {
    return IntStream.range(0, chart.size("dependencies").orElse(0))
        .mapToObj(index -> "[" + index + "]")
        .toList();
  }

  /** What the release calls a dependency, and its values. */
  private static Optional<String> name(YamlFile chart, String entry) {
    return chart
        .scalar("dependencies", entry, "alias")
        .or(() -> chart.scalar("dependencies", entry, "name"));
  }

  private static Component component(YamlFile chart, YamlFile values, String entry) {
    String chartName =
        chart
            .scalar("dependencies", entry, "name")
            .orElseThrow(
                () ->
                    new Problem(
                            "NO-CHART",
                            "A dependency has no name.",
                            chart.location("dependencies", entry),
                            "Name the chart, as its own Chart.yaml does.")
                        .asException());
    String name = name(chart, entry).orElseThrow();
    String version = chart.required("dependencies", entry, "version");
    if (!Version.isVersion(version)) {
      throw new Problem(
              "CHART-VERSION-RANGE",
              "'"
                  + version
                  + "' is no exact version of "
                  + chartName
                  + ": what was reviewed must be what runs.",
              chart.location("dependencies", entry, "version"),
              "Write the exact version, such as 1.2.0.")
          .asException();
    }
    Optional<Digest> chartDigest =
        chart.scalar("annotations", CHART_DIGEST + chartName).map(text -> digest(chart, text));
    return new Component(
        name,
        new ChartRef(chartName, new Version(version)),
        chartDigest,
        values.scalar(name, "image", "repository"),
        image(values, name));
  }

  private static Optional<ImageRef> image(YamlFile values, String name) {
    Optional<String> tag = values.scalar(name, "image", "tag");
    Optional<String> digest = values.scalar(name, "image", "digest");
    if (tag.isEmpty() && digest.isEmpty()) {
      return Optional.empty();
    }
    if (tag.isEmpty() || digest.isEmpty()) {
      throw new Problem(
              "IMAGE-INCOMPLETE",
              "An image needs its tag, for people, and its digest, for machines.",
              values.location(name, "image"),
              "Set both, or neither for an environment that has had no release yet.")
          .asException();
    }
    String repository = values.required(name, "image", "repository");
    return Optional.of(new ImageRef(repository, tag.get(), digest(values, digest.get())));
  }

  private static Digest digest(YamlFile file, String text) {
    if (!Digest.isDigest(text)) {
      throw new Problem(
              "BAD-DIGEST",
              "'" + text + "' is no digest (sha256: and 64 hexadecimal digits).",
              new com.hcomp.gitops.model.Location(file.file(), 0),
              "Let the goals write digests; `git diff " + file.file() + "` shows what changed.")
          .asException();
    }
    return new Digest(text);
  }

  /** Writes another version into Chart.yaml and pom.xml. */
  public ConfigModule withVersion(Version other) {
    ModuleVersion.write(folder, other);
    return read(folder);
  }

  /** Writes another payload: charts into Chart.yaml, images into values.yaml. */
  public ConfigModule withPayload(Payload other) {
    YamlFile chart = YamlFile.read(folder.resolve("Chart.yaml"));
    YamlFile values = YamlFile.read(folder.resolve("values.yaml"));
    for (Component component : other.components()) {
      String name = component.name();
      String entry = entry(chart, component);
      chart = chart.with(component.chart().version().value(), "dependencies", entry, "version");
      if (component.chartDigest().isPresent()) {
        String digest = component.chartDigest().get().value();
        chart = chart.with(digest, "annotations", CHART_DIGEST + component.chart().name());
      }
      if (component.image().isPresent()) {
        ImageRef image = component.image().get();
        values =
            values
                .with(image.repository(), name, "image", "repository")
                .with(image.tag(), name, "image", "tag")
                .with(image.digest().value(), name, "image", "digest");
      }
    }
    chart.write();
    values.write();
    return read(folder);
  }

  private static String entry(YamlFile chart, Component component) {
    return dependencies(chart).stream()
        .filter(entry -> name(chart, entry).filter(component.name()::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no dependency is " + component.name()));
  }
}
