package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Commit;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Pin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history for machines: everything whole, null where there is nothing. */
public final class HistoryJson {
  private HistoryJson() {}

  /** {@code {"environments":[{"name","runs":[...],"older"}]}}. */
  public static Object of(List<EnvironmentRuns> environments) {
    return Map.of("environments", environments.stream().map(HistoryJson::environment).toList());
  }

  private static Map<String, @Nullable Object> environment(EnvironmentRuns environment) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", environment.name());
    json.put("runs", environment.runs().stream().map(HistoryJson::run).toList());
    json.put("older", environment.older());
    return json;
  }

  private static Map<String, @Nullable Object> run(Run run) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("since", run.since());
    json.put("until", run.end().map(end -> end.commit().time()).orElse(null));
    json.put("change", run.kind().toString());
    json.put("release", run.pin().map(HistoryJson::pin).orElse(null));
    json.put("before", run.before().map(HistoryJson::pin).orElse(null));
    json.put(
        "payload",
        run.payload()
            .map(payload -> payload.components().stream().map(HistoryJson::component).toList())
            .orElse(null));
    json.put("commit", run.commit().id());
    json.put("author", run.commit().author());
    json.put("subject", run.commit().subject());
    json.put("trailers", run.commit().trailers());
    json.put("rolledBackBy", run.rolledBackBy().map(Commit::id).orElse(null));
    json.put(
        "replaced",
        run.replaced().stream()
            .map(replaced -> pin(replaced.pin(), "soaked", replaced.soaked().toString()))
            .toList());
    json.put(
        "held",
        run.held().stream()
            .map(held -> pin(held.pin(), "payload", held.payload().map(Digest::value).orElse(null)))
            .toList());
    return json;
  }

  private static Map<String, @Nullable Object> component(Component component) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("chart", component.chart().name());
    json.put("version", component.chart().version().value());
    json.put("image", component.image().map(image -> image.repository()).orElse(null));
    json.put("tag", component.image().map(image -> image.tag()).orElse(null));
    json.put("digest", component.image().map(image -> image.digest().value()).orElse(null));
    return json;
  }

  private static Map<String, @Nullable Object> pin(Pin pin) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", pin.version().value());
    json.put("digest", pin.digest().value());
    return json;
  }

  private static Map<String, @Nullable Object> pin(Pin pin, String key, @Nullable String value) {
    Map<String, @Nullable Object> json = pin(pin);
    json.put(key, value);
    return json;
  }
}
