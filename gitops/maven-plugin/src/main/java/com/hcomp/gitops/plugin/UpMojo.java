package com.hcomp.gitops.plugin;

import com.hcomp.gitops.platform.PlatformFacts;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Starts the local platform: a real Kubernetes cluster for each environment, Argo CD, a registry
 * and Git. What is running already is left alone. The first time, its programs are built, which
 * takes about 15 minutes.
 */
@Mojo(name = "up", aggregator = true, threadSafe = true)
public final class UpMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    PlatformFacts facts = surroundings.up();
    List<String> lines = new ArrayList<>();
    facts
        .clusters()
        .forEach(
            (name, cluster) ->
                lines.add(
                    String.format("%-12s %s", name, "export KUBECONFIG=" + cluster.kubeconfig())));
    lines.add(String.format("%-12s %s", "hub", "export KUBECONFIG=" + facts.hubKubeconfig()));
    lines.add(String.format("%-12s %s", "kubectl", facts.kubectl()));
    lines.add(
        String.format(
            "%-12s %s",
            "Argo CD",
            facts.argoCdProgram()
                + " login "
                + facts.argoCd().getAuthority()
                + " --plaintext --username "
                + facts.adminUser()
                + " --password "
                + facts.adminPassword()));
    lines.add(String.format("%-12s %s", "registry", facts.registry()));
    lines.add(String.format("%-12s %s", "Git", facts.gitRepository()));
    lines.add(String.format("%-12s %s", "logs", facts.logs()));
    lines.forEach(line -> surroundings.print("  " + line));
  }
}
