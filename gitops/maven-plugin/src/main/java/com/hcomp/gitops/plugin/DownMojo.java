package com.hcomp.gitops.plugin;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Stops the local platform: no process, mount, namespace, link, route or cgroup of it is left. Its
 * state stays, so that the next {@code gitops:up} brings back the same clusters.
 */
@Mojo(name = "down", aggregator = true, threadSafe = true)
public final class DownMojo extends GitOpsMojo {
  /** Whether to remove the state too: clusters, registry, Git. Built programs are kept. */
  @Parameter(property = "gitops.purge", defaultValue = "false")
  boolean purge;

  @Override
  void run(Surroundings surroundings) {
    surroundings.localPlatform().down(purge);
  }
}
