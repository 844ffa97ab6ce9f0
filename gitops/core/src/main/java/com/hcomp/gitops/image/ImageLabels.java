package com.hcomp.gitops.image;

import com.hcomp.gitops.git.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an image says of itself, with the names that the OCI gives to it. What is not known is left
 * out.
 *
 * @param title the module's name
 * @param version the version that was built
 * @param source what it was built from
 * @param address where that is published, on the web
 * @param licenses as SPDX names them
 */
public record ImageLabels(
    String title, String version, Source source, Optional<String> address, List<String> licenses) {
  private static final String PREFIX = "org.opencontainers.image.";

  public ImageLabels {
    licenses = List.copyOf(licenses);
  }

  /** Names and values, in a fixed order. */
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(PREFIX + "title", title);
    labels.put(PREFIX + "version", version);
    labels.put(PREFIX + "revision", source.revision());
    address.ifPresent(value -> labels.put(PREFIX + "source", value));
    if (!licenses.isEmpty()) {
      labels.put(PREFIX + "licenses", String.join(" AND ", licenses));
    }
    return labels;
  }

  /** As Jib takes them in one property: commas stand between them. */
  public String property() {
    return labels().entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue().replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }
}
