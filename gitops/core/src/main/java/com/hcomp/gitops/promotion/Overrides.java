package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads which gates a person goes past. */
public final class Overrides {
  private Overrides() {}

  /**
   * The gates with the reason, in the order of the gates.
   *
   * @param gates names with commas between them; empty if nobody goes past any
   * @param reason why
   * @throws com.hcomp.gitops.model.ProblemException BAD-OVERRIDE for a name that is no gate's, or
   *     without a reason
   */
  public static Map<GateName, String> parse(Optional<String> gates, Optional<String> reason) {
    Map<GateName, String> overrides = new LinkedHashMap<>();
    List<String> names =
        gates.map(text -> List.of(text.strip().split("\\s*,\\s*"))).orElse(List.of());
    if (names.isEmpty()) {
      return overrides;
    }
    String why =
        reason
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () ->
                    bad(
                        "Nobody goes past a gate without a reason, which the commit keeps.",
                        "-Dgitops.override=" + names.get(0) + " -Dgitops.reason=\"...\""));
    List<String> unknown = new ArrayList<>(names);
    for (GateName gate : GateName.values()) {
      if (unknown.remove(gate.toString())) {
        overrides.put(gate, why);
      }
    }
    if (!unknown.isEmpty()) {
      throw bad(
          "There is no gate '" + unknown.get(0) + "'.",
          "Name one of, with commas between several:\n" + all());
    }
    return Collections.unmodifiableMap(overrides);
  }

  private static String all() {
    List<String> names = new ArrayList<>();
    for (GateName gate : GateName.values()) {
      names.add(gate.name().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", names);
  }

  private static RuntimeException bad(String summary, String remedy) {
    return new Problem("BAD-OVERRIDE", summary, remedy).asException();
  }
}
