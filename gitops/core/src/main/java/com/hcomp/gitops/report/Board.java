package com.hcomp.gitops.report;

import com.hcomp.gitops.cause.KnownCauses;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every environment should run and what it does run.
 *
 * @param rows in the order in which they are shown
 */
public record Board(List<Row> rows) {
  public Board {
    rows = List.copyOf(rows);
  }

  /**
   * One environment.
   *
   * @param name the environment
   * @param cluster its cluster
   * @param pinned the release that Git says it runs
   * @param chart the version of that release's chart
   * @param image the tag of its image
   * @param imageDigest what is pulled
   * @param live what the cluster was last seen to have
   * @param sync Argo CD's word
   * @param health Argo CD's word
   * @param since since when it runs what is live, or is as unhealthy as it is
   * @param address where it answers
   * @param kubeconfig the file that enters its cluster, on the platform of this machine
   * @param differences what Git, the registry and the cluster do not agree on, one sentence each
   */
  public record Row(
      String name,
      String cluster,
      Optional<Pin> pinned,
      Optional<String> chart,
      Optional<String> image,
      Optional<Digest> imageDigest,
      Optional<Release> live,
      Optional<String> sync,
      Optional<String> health,
      Optional<Instant> since,
      Optional<String> address,
      Optional<String> kubeconfig,
      List<String> differences) {
    public Row {
      differences = List.copyOf(differences);
    }
  }

  /**
   * A release by its digest.
   *
   * @param digest what it is
   * @param version what it is called, where somebody knows
   */
  public record Release(Digest digest, Optional<Version> version) {
    /** The version; the first digits of the digest where nobody knows it. */
    public String label() {
      return version.map(Version::value).orElseGet(() -> digest.hex(12));
    }
  }

  /** For machines: {@code {"environments":[...]}}. */
  public Map<String, Object> json() {
    return Map.of("environments", rows.stream().map(Board::json).toList());
  }

  private static Map<String, @Nullable Object> json(Row row) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", row.name());
    json.put("cluster", row.cluster());
    json.put("pinned", row.pinned().map(Board::pinned).orElse(null));
    json.put("chart", row.chart().orElse(null));
    json.put("image", row.image().orElse(null));
    json.put("imageDigest", row.imageDigest().map(Digest::value).orElse(null));
    json.put("live", row.live().map(live -> Map.of("digest", live.digest().value())).orElse(null));
    json.put("sync", row.sync().orElse(null));
    json.put("health", row.health().orElse(null));
    json.put("since", row.since().orElse(null));
    json.put("address", row.address().orElse(null));
    json.put("kubeconfig", row.kubeconfig().orElse(null));
    json.put("differences", row.differences());
    json.put("causes", row.differences().stream().flatMap(text -> cause(row, text)).toList());
    return json;
  }

  /** {@code {"message","cause","means","mend","command"}} for each difference that is known. */
  private static Stream<Map<String, @Nullable Object>> cause(Row row, String difference) {
    return KnownCauses.standard().explain(difference).stream()
        .map(
            known -> {
              Map<String, @Nullable Object> json = new LinkedHashMap<>();
              json.put("message", difference);
              json.putAll(known.in(row.name()).json());
              return json;
            });
  }

  private static Map<String, Object> pinned(Pin pin) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", pin.version().value());
    json.put("digest", pin.digest().value());
    return json;
  }
}
