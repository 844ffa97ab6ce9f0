package com.hcomp.gitops.model;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is promoted together: charts and images, in the order of the release's dependencies.
 *
 * @param components at least one
 */
public record Payload(List<Component> components) {
  public Payload {
    components = List.copyOf(components);
    if (components.isEmpty()) {
      throw new IllegalArgumentException("a release needs at least one chart");
    }
  }

  /** Whether every component that runs an image of ours has one. */
  public boolean isComplete() {
    return components.stream()
        .allMatch(component -> component.repository().isEmpty() || component.image().isPresent());
  }

  public boolean runsTheSameAs(Payload other) {
    if (components.size() != other.components.size()) {
      return false;
    }
    for (int i = 0; i < components.size(); i++) {
      if (!components.get(i).runsTheSameAs(other.components.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * What tells payloads apart, whatever release carries them: charts by name and version, which
   * never changes its content, and images by digest.
   */
  public Digest fingerprint() {
    return Digest.of(
        components.stream()
            .map(
                component ->
                    component.chart()
                        + " "
                        + component
                            .image()
                            .map(image -> image.repository() + "@" + image.digest())
                            .orElse("-"))
            .collect(Collectors.joining("\n")));
  }

  /** What the release calls its components, in order. */
  public List<String> names() {
    return components.stream().map(Component::name).toList();
  }

  /** Whether both have the same services, whatever their versions. */
  public boolean hasTheServicesOf(Payload other) {
    return new HashSet<>(names()).equals(new HashSet<>(other.names()));
  }

  /** For people: {@code 1.0.0}, or each chart with its name where there are several. */
  public String charts() {
    List<ChartRef> charts = components.stream().map(Component::chart).distinct().toList();
    return charts.size() == 1
        ? charts.get(0).version().value()
        : charts.stream().map(ChartRef::toString).collect(Collectors.joining(", "));
  }

  /** For people: the tag, or each image with its name where there are several. */
  public String images() {
    return components.size() == 1
        ? components.get(0).image().map(ImageRef::tag).orElse("none")
        : components.stream()
            .flatMap(component -> component.image().stream())
            .map(ImageRef::toString)
            .collect(Collectors.joining(", "));
  }
}
