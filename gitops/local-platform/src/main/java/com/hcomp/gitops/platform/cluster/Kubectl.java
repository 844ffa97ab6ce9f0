package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

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
        .with("KUBECACHEDIR", home.resolve("kubectl").toString())
        .with("HTTPS_PROXY", "") // the clusters are on this machine
        .with("https_proxy", "");
  }

  /** Whether the API server does its work. */
  public boolean apiServerReady() {
    return command("get", "--raw=/readyz", "--request-timeout=5s").run().exitStatus() == 0;
  }

  /**
   * Whether a node takes pods.
   *
   * @param since when its kubelet was started: what an earlier one said does not count
   */
  public boolean nodeReady(String node, Instant since) {
    String ready = "{range .status.conditions[?(@.type==\"Ready\")]}";
    Command.Result result =
        command("get", "node", node, "--request-timeout=5s")
            .and("--output=jsonpath=" + ready + "{.status} {.lastHeartbeatTime}{end}")
            .run();
    List<String> answer = List.of(result.output().strip().split(" "));
    return result.exitStatus() == 0
        && answer.size() == 2
        && answer.get(0).equals("True")
        && !Instant.parse(answer.get(1)).isBefore(since.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Creates or updates what files say. */
  public void apply(List<Path> manifests, String... more) {
    command("apply", "--server-side", "--force-conflicts").and(files(manifests)).and(more).output();
  }

  /** Waits until the cluster serves the kinds that files define. */
  public void awaitKinds(List<Path> definitions, Duration patience) {
    Command wait =
        command("wait", "--for=condition=established", "--timeout=" + patience.toSeconds() + "s")
            .and(files(definitions));
    Instant end = Instant.now().plus(patience);
    Command.Result result = wait.run();
    // kubectl gives up at once on a definition that the cluster has not looked at yet.
    while (result.exitStatus() != 0 && Instant.now().isBefore(end)) {
      result = wait.run();
    }
    if (result.exitStatus() != 0) {
      throw new CommandFailed(result);
    }
  }

  private static String[] files(List<Path> manifests) {
    return manifests.stream().map(file -> "--filename=" + file).toArray(String[]::new);
  }
}
