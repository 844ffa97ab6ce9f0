package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;

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
   * What was seen.
   *
   * @param workspace the base branch's files
   * @param waiting in promotion.yaml's order; environments that wait for nothing are left out
   */
  public record Look(Workspace workspace, List<Waiting> waiting) {
    public Look {
      waiting = List.copyOf(waiting);
    }
  }

  /**
   * What every environment waits for, in promotion.yaml's order; those that wait for nothing are
   * left out. What is open already, the next {@code advance} takes.
   */
  public Look look() {
    Situation situation = Situation.withApplications(access);
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
    return new Look(situation.workspace(), waiting);
  }
}
