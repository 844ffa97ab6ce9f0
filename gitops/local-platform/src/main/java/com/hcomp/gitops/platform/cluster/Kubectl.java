package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.process.Command;
import java.nio.file.Path;

/**
 * kubectl for one cluster.
 *
 * @param program kubectl itself
 * @param kubeconfig of the cluster
 * @param home the platform's folder; gets its cache
 */
public record Kubectl(Path program, Path kubeconfig, Path home) {

  /** A command to run against the cluster. */
  public Command command(String... arguments) {
    return Command.of(program.toString(), "--kubeconfig=" + kubeconfig)
        .and(arguments)
        .with("KUBECACHEDIR", home.resolve("kubectl").toString());
  }

  /** Whether the API server does its work. */
  public boolean apiServerReady() {
    return command("get", "--raw=/readyz", "--request-timeout=5s").run().exitStatus() == 0;
  }

  /** Whether a node takes pods, and said so since it was started. */
  public boolean nodeReady(String node) {
    Command.Result result =
        command(
                "get",
                "node",
                node,
                "--request-timeout=5s",
                "--output=jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
            .run();
    return result.exitStatus() == 0 && result.output().strip().equals("True");
  }

  /** Creates or updates what a file or folder says. */
  public void apply(Path manifests, String... more) {
    command("apply", "--server-side", "--force-conflicts", "--filename=" + manifests)
        .and(more)
        .output();
  }
}
