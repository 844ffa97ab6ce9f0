package com.hcomp.gitops.plugin;

import com.hcomp.gitops.platform.PlatformFacts;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Starts the local platform: a real Kubernetes cluster for each environment, Argo CD, a registry
 * and Git. What is running already is left alone. The first time, its programs are built, which
 * takes about 20 minutes.
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
            (name, cluster) -> {
              lines.add(line(name, "export KUBECONFIG=" + cluster.kubeconfig()));
              lines.add(
                  line(
                      "",
                      "http://<name>.hcomp.localhost:"
                          + cluster.httpPort()
                          + ", https://<name>.hcomp.localhost:"
                          + cluster.httpsPort()));
            });
    lines.add(line("https", "curl --cacert " + facts.certificateAuthority()));
    lines.add(line("hub", "export KUBECONFIG=" + facts.hubKubeconfig()));
    lines.add(line("kubectl", facts.kubectl().toString()));
    lines.add(
        line(
            "Argo CD",
            facts.argoCdProgram()
                + " login "
                + facts.argoCd().getAuthority()
                + " --plaintext --username "
                + facts.adminUser()
                + " --password "
                + facts.adminPassword()));
    lines.add(line("registry", facts.registry()));
    lines.add(line("Git", facts.gitRepository().toString()));
    lines.add(line("logs", facts.logs().toString()));
    lines.forEach(line -> surroundings.print("  " + line));
  }

  private static String line(String name, String text) {
    return String.format("%-15s %s", name, text);
  }
}
