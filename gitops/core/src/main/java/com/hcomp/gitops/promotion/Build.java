package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one build makes.
 *
 * @param charts by name
 * @param images by repository
 */
public record Build(Map<String, Chart> charts, Map<String, Image> images) {
  public Build {
    charts = Collections.unmodifiableMap(new LinkedHashMap<>(charts));
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
  }

  /**
   * @param chart name and version
   * @param digest empty until it is published
   */
  public record Chart(ChartRef chart, Optional<Digest> digest) {}

  /**
   * @param tag from the image's inputs
   * @param digest empty until it is published
   */
  public record Image(String tag, Optional<Digest> digest) {}

  /** Whether all of it is published. */
  public boolean isPublished() {
    return charts.values().stream().allMatch(chart -> chart.digest().isPresent())
        && images.values().stream().allMatch(image -> image.digest().isPresent());
  }

  /** Whether a release with this payload runs something else than this build makes. */
  public boolean differsFrom(Payload payload) {
    return payload.components().stream().anyMatch(this::differsFrom);
  }

  private boolean differsFrom(Component component) {
    Chart chart = charts.get(component.chart().name());
    if (chart != null
        && (!chart.chart().equals(component.chart())
            || chart.digest().isEmpty()
            || !component.chartDigest().equals(chart.digest()))) {
      return true;
    }
    Optional<Image> image = component.repository().map(images::get);
    return image.isPresent()
        && (image.get().digest().isEmpty()
            || !component.image().map(ImageRef::digest).equals(image.get().digest()));
  }

  /**
   * The payload with this build's charts and images in the place of what it has; what this build
   * doesn't make stays.
   *
   * @throws IllegalStateException if this build is not published yet
   */
  public Payload in(Payload payload) {
    List<Component> components = new ArrayList<>();
    for (Component component : payload.components()) {
      Chart chart = charts.get(component.chart().name());
      Optional<ImageRef> image = component.image();
      Image built = component.repository().map(images::get).orElse(null);
      if (built != null) {
        image =
            Optional.of(
                new ImageRef(
                    component.repository().orElseThrow(), built.tag(), published(built.digest())));
      }
      components.add(
          chart == null
              ? new Component(
                  component.name(),
                  component.chart(),
                  component.chartDigest(),
                  component.repository(),
                  image)
              : new Component(
                  component.name(),
                  chart.chart(),
                  Optional.of(published(chart.digest())),
                  component.repository(),
                  image));
    }
    return new Payload(components);
  }

  private static Digest published(Optional<Digest> digest) {
    return digest.orElseThrow(() -> new IllegalStateException("the build is not published"));
  }
}
