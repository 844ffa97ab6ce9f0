package com.hcomp.gitops.plugin;

import com.hcomp.gitops.promotion.Answers;
import com.hcomp.gitops.promotion.GateStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Prints the board: for each environment what is pinned, what is live, sync, health and address,
 * and whatever differs between Git, registry and cluster. Below it, for each environment that has
 * not got the newest yet, its gates: what holds it back, until when, and what a person can do. For
 * machines: {@code mvn -q gitops:status -Dgitops.format=json}.
 *
 * <p>Without -Plocal, the environment variables ARGOCD_SERVER and ARGOCD_AUTH_TOKEN name Argo CD.
 */
@Mojo(name = "status", aggregator = true, threadSafe = true)
public final class StatusMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    GateStatus.Look look = new GateStatus(surroundings.promotions().access()).look();
    Clusters clusters = new Clusters(surroundings);
    if (wantsJson()) {
      Map<String, Object> json = new LinkedHashMap<>(clusters.board(look.workspace()).json());
      json.put("waiting", look.waiting().stream().map(Answers::of).toList());
      surroundings.print(surroundings.json().text(json));
      return;
    }
    clusters.printBoard(look.workspace());
    surroundings.promotions().print(look.waiting());
  }
}
