package com.hcomp.gitops.plugin;

import org.apache.maven.plugins.annotations.Mojo;

/**
 * Prints the board: for each environment what is pinned, what is live, sync, health and address,
 * and whatever differs between Git, registry and cluster. For machines: {@code mvn -q gitops:status
 * -Dgitops.format=json}.
 *
 * <p>Without -Plocal, the environment variables ARGOCD_SERVER and ARGOCD_AUTH_TOKEN name Argo CD.
 */
@Mojo(name = "status", aggregator = true, threadSafe = true)
public final class StatusMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    new Clusters(surroundings).printBoard(surroundings.released());
  }
}
