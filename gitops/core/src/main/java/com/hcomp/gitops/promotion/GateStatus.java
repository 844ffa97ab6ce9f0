package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why each environment has not got the newest yet: by the base branch and one list of Argo CD.
 * Checks and approvals are not asked for.
 */
public final class GateStatus {
  private final Access access;

  public GateStatus(Access access) {
    this.access = access;
  }

  /**
   * What every environment waits for, in promotion.yaml's order; those that wait for nothing are
   * left out. What is open already, the next {@code advance} takes.
   */
  public List<Waiting> waiting() {
    Situation situation = Situation.now(access);
    Choosing choosing = new Choosing(access, situation);
    List<Waiting> waiting = new ArrayList<>();
    for (Environment environment : situation.environments()) {
      Choice choice = choosing.look(environment);
      if (choice instanceof Choice.Go go) {
        waiting.add(
            new Waiting(environment, go.offer().release(), go.offer().from(), go.rulings()));
      }
      Advance.waiting(situation, environment, choice).ifPresent(waiting::add);
    }
    return waiting;
  }

  /**
   * For machines: {@code [{"environment","from","version","digest","open","gates":[...]}]}; each
   * gate as {@link com.hcomp.gitops.gate.Ruling#json}.
   */
  public static Object json(List<Waiting> waiting) {
    return waiting.stream().map(GateStatus::json).toList();
  }

  private static Map<String, Object> json(Waiting waiting) {
    Release release = waiting.release();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environment", waiting.environment().name());
    json.put("from", release.environment());
    json.put("version", release.pin().version().value());
    json.put("digest", release.pin().digest().value());
    json.put("open", Judgement.isOpen(waiting.rulings()));
    json.put("gates", List.of());
    return json;
  }
}
