package com.hcomp.gitops.plugin;

import com.hcomp.gitops.platform.PlatformProcesses;
import com.hcomp.gitops.promotion.Answers;
import com.hcomp.gitops.promotion.GateStatus;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

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
  /**
   * Whether to print the local platform's processes too: each one's state, memory, CPU time, uptime
   * and log. Works with the local platform, as -Plocal does, also when that is down.
   */
  @Parameter(property = "gitops.platform", defaultValue = "false")
  boolean platform;

  @Override
  void run(Surroundings surroundings) {
    local |= platform;
    Map<String, Object> json = new LinkedHashMap<>(Map.of("environments", List.of()));
    json.put("waiting", List.of());
    if (platform) {
      platform(surroundings, json);
    } else {
      board(surroundings, json);
    }
    if (wantsJson()) {
      surroundings.print(surroundings.json().text(json));
    }
  }

  private void platform(Surroundings surroundings, Map<String, Object> json) {
    PlatformProcesses processes = PlatformProcesses.of(platformSettings());
    boolean hasBoard = processes.areWhole();
    if (hasBoard) {
      board(surroundings, json);
    }
    json.put("platform", processes.json());
    if (!wantsJson()) {
      String note = hasBoard ? "" : "  There is no board while the local platform isn't whole.\n\n";
      surroundings.print(
          "\n" + note + processes.text(Clock.systemUTC(), surroundings.maven()).stripTrailing());
    }
  }

  private void board(Surroundings surroundings, Map<String, Object> json) {
    GateStatus.Look look = new GateStatus(surroundings.promotions().access()).look();
    Clusters clusters = new Clusters(surroundings);
    if (wantsJson()) {
      json.putAll(clusters.board(look.workspace()).json());
      json.put("waiting", look.waiting().stream().map(Answers::of).toList());
      return;
    }
    clusters.printBoard(look.workspace());
    surroundings.promotions().print(look.waiting());
  }
}
