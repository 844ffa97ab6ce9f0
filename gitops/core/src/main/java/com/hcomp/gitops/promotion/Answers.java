package com.hcomp.gitops.promotion;

import com.hcomp.gitops.codehost.Proposed;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.promotion.Promote.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the promotion goals answer to machines. The names stay as they are; docs/goals.md has them.
 */
public final class Answers {
  private Answers() {}

  /** {@code {"outcome","environment","version","digest","pullRequest","branch"}}. */
  public static Object of(Outcome outcome) {
    if (outcome instanceof Outcome.Waits waits) {
      return of(waits.waiting());
    }
    if (outcome instanceof Outcome.Promoted promoted) {
      return answer(
          "promoted", promoted.moved().environment().name(), Optional.of(promoted.moved().now()));
    }
    if (outcome instanceof Outcome.Already already) {
      return answer("already", already.environment().name(), Optional.of(already.release().pin()));
    }
    Outcome.Asked asked = (Outcome.Asked) outcome;
    Map<String, @Nullable Object> json =
        answer("asked", asked.environment().name(), Optional.empty());
    json.put("pullRequest", url(asked.proposed()).orElse(null));
    json.put(
        "branch", asked.proposed() instanceof Proposed.Written written ? written.branch() : null);
    return json;
  }

  private static Optional<String> url(Proposed proposed) {
    if (proposed instanceof Proposed.Opened opened) {
      return Optional.of(opened.pullRequest().url().toString());
    }
    if (proposed instanceof Proposed.Updated updated) {
      return Optional.of(updated.pullRequest().url().toString());
    }
    if (proposed instanceof Proposed.Unchanged unchanged) {
      return Optional.of(unchanged.pullRequest().url().toString());
    }
    return proposed instanceof Proposed.Declined declined
        ? Optional.of(declined.pullRequest().url().toString())
        : Optional.empty();
  }

  private static Map<String, @Nullable Object> answer(
      String outcome, String environment, Optional<Pin> pin) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("outcome", outcome);
    json.put("environment", environment);
    json.put("version", pin.map(each -> each.version().value()).orElse(null));
    json.put("digest", pin.map(each -> each.digest().value()).orElse(null));
    return json;
  }

  /** The outcome of a rollback: {@code rolledBack} or {@code already}. */
  public static Object of(Rollback.Outcome outcome) {
    if (outcome instanceof Rollback.Outcome.RolledBack back) {
      return answer(
          "rolledBack", back.moved().environment().name(), Optional.of(back.moved().now()));
    }
    Rollback.Outcome.Already already = (Rollback.Outcome.Already) outcome;
    return answer("already", already.environment().name(), already.environment().pin());
  }

  /**
   * {@code {"outcome":"waits","environment","from","version","digest","open","gates":[...]}}; each
   * gate as {@link Ruling#json}. {@code from} is null for a hand edit.
   */
  public static Object of(Waiting waiting) {
    Release release = waiting.release();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("outcome", "waits");
    json.put("environment", waiting.environment().name());
    json.put("from", waiting.from().map(from -> from.name()).orElse(null));
    json.put("version", release.pin().version().value());
    json.put("digest", release.pin().digest().value());
    json.put("open", Judgement.isOpen(waiting.rulings()));
    json.put("gates", waiting.rulings().stream().map(Ruling::json).toList());
    return json;
  }

  /** {@code {"done":[...],"waiting":[...]}}. */
  public static Object of(List<Outcome> done, List<Waiting> waiting) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("done", done.stream().map(Answers::of).toList());
    json.put("waiting", waiting.stream().map(Answers::of).toList());
    return json;
  }

  /** {@code {"environment","from","release","version","gates","files","rendered"}}. */
  public static Object of(Plan plan) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("environment", plan.environment().name());
    json.put("from", plan.from().environment());
    json.put("release", plan.from().pin().version().value());
    json.put("version", plan.version().map(version -> version.value()).orElse(null));
    json.put("gates", plan.rulings().stream().map(Ruling::json).toList());
    json.put("files", plan.files());
    json.put("rendered", plan.rendered());
    return json;
  }
}
