package com.hcomp.gitops.plugin;

import com.hcomp.gitops.platform.LocalPlatform;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds the programs that the local platform runs, as far as they are missing, which takes about
 * 15 minutes the first time. Before that it refuses whatever would keep {@code gitops:up} from
 * starting the platform. Starts nothing, and has nothing to do where the platform runs.
 */
@Mojo(
    name = "programs",
    defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES,
    aggregator = true,
    threadSafe = true)
public final class ProgramsMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    LocalPlatform platform = surroundings.localPlatform();
    if (platform.facts().isEmpty()) {
      platform.prepare(surroundings.clusters());
    }
  }
}
