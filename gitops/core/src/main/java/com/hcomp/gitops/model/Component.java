package com.hcomp.gitops.model;

import java.util.Optional;

/**
 * One chart of a release, with the image that it runs: a service.
 *
 * @param name what the release calls it and its values: the chart's name, or an alias where the
 *     release has that chart several times
 * @param chart the chart
 * @param chartDigest the chart's digest in the registry, once it is known
 * @param repository where its images are published; empty for a chart without an image of ours
 * @param image the image; empty until the first one was promoted
 */
public record Component(
    String name,
    ChartRef chart,
    Optional<Digest> chartDigest,
    Optional<String> repository,
    Optional<ImageRef> image) {

  /** A chart that is called by its own name. */
  public Component(
      ChartRef chart,
      Optional<Digest> chartDigest,
      Optional<String> repository,
      Optional<ImageRef> image) {
    this(chart.name(), chart, chartDigest, repository, image);
  }

  /** Whether both name the same chart and the same image, by content where that is known. */
  public boolean runsTheSameAs(Component other) {
    boolean sameChart =
        chart.equals(other.chart)
            && (chartDigest.isEmpty()
                || other.chartDigest.isEmpty()
                || chartDigest.equals(other.chartDigest));
    return sameChart
        && name.equals(other.name)
        && repository.equals(other.repository)
        && image.map(ImageRef::digest).equals(other.image.map(ImageRef::digest));
  }
}
