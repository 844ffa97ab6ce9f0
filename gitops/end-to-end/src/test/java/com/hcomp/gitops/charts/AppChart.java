package com.hcomp.gitops.charts;

import com.hcomp.gitops.charts.Charts.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A copy of the chart of the service, to be rendered with values, and what it makes. */
final class AppChart {
  private final Charts charts;
  private final Path folder;
  private final Path source;

  AppChart(Path folder) {
    this.charts = new Charts(folder);
    this.folder = folder;
    this.source = charts.app();
  }

  /** Where the copy is. */
  Path source() {
    return source;
  }

  /** Renders it with an image, and with lines of YAML for values. */
  Rendering render(String... values) {
    return renderAs("hcomp-app", values);
  }

  Rendering renderAs(String release, String... values) {
    return charts.renderAs(
        release, source, "--values", file(values).toString(), "--set-string", "image.tag=1.0.0");
  }

  /** Renders it with nothing but these lines of YAML for values. */
  Rendering renderBare(String... values) {
    return charts.render(source, "--values", file(values).toString());
  }

  Rendering renderFor(String kubernetes) {
    return charts.render(source, "--kube-version", kubernetes, "--set-string", "image.tag=1.0.0");
  }

  List<String> packaged() {
    return charts.packaged(source);
  }

  static Map<String, Object> deployment(Rendering rendering) {
    return rendering.manifest("Deployment", "hcomp-app");
  }

  /** What the Deployment's pods are made of. */
  static Map<String, Object> pod(Rendering rendering) {
    return Yaml.map(Yaml.at(deployment(rendering), "spec", "template", "spec"));
  }

  static Map<String, Object> container(Rendering rendering) {
    return Yaml.map(Yaml.at(pod(rendering), "containers", 0));
  }

  private Path file(String... values) {
    try {
      return Files.writeString(folder.resolve("values.yaml"), String.join("\n", values) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
