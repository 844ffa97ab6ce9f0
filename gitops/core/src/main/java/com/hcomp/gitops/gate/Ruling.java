package com.hcomp.gitops.gate;

import com.hcomp.gitops.cause.Explanation;
import com.hcomp.gitops.cause.KnownCauses;
import com.hcomp.gitops.model.Location;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One gate's verdict on one release for one environment.
 *
 * @param gate which gate
 * @param subject what of it, where there are several: a check's name; else the gate's own
 * @param verdict what it says
 * @param place the line of promotion.yaml that asks for it; empty where the design does
 * @param override the reason that a person gave to go past it; empty where nobody did
 */
public record Ruling(
    GateName gate,
    String subject,
    Verdict verdict,
    Optional<Location> place,
    Optional<String> override) {
  public Ruling {
    if (override.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("an override of " + gate + " without a reason");
    }
  }

  /**
   * For machines: {@code
   * {"gate","subject","verdict","open","reason","until","remedy","override","file","line","cause"}};
   * verdict is pass, wait or blocked; the cause is {@link Explanation#json}, or null.
   */
  public Object json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("gate", gate.toString());
    json.put("subject", subject);
    json.put("verdict", verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    json.put("open", isOpen());
    json.put("reason", verdict.reason());
    json.put("until", verdict instanceof Verdict.Wait wait ? wait.until().orElse(null) : null);
    json.put("remedy", verdict instanceof Verdict.Blocked blocked ? blocked.remedy() : null);
    json.put("override", override.orElse(null));
    json.put("file", place.map(location -> location.file().toString()).orElse(null));
    json.put("line", place.map(Location::line).orElse(null));
    json.put("cause", cause().map(Explanation::json).orElse(null));
    return json;
  }

  /** What the message in its reason means; empty where nothing is wrong, or it isn't known. */
  Optional<Explanation> cause() {
    return verdict instanceof Verdict.Pass
        ? Optional.empty()
        : KnownCauses.standard().explain(verdict.reason());
  }

  /** Whether it is in nobody's way: passed, or gone past by a person. */
  public boolean isOpen() {
    return verdict instanceof Verdict.Pass || override.isPresent();
  }
}
