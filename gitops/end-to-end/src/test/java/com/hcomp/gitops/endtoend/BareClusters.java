package com.hcomp.gitops.endtoend;

import com.hcomp.gitops.platform.cluster.ControlPlane;
import com.hcomp.gitops.platform.cluster.Etcd;
import com.hcomp.gitops.platform.cluster.Kubectl;
import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.process.ProcessState;
import com.hcomp.gitops.platform.process.Processes;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two clusters that have an API server and no node, as somebody who never ran our goals has them: a
 * hub that nothing controls, and a spoke whose controllers give accounts their tokens. They lie
 * beside the tests' platform: ports from 22100, network 10.224.0.0/13.
 */
final class BareClusters implements AutoCloseable {
  /** The contexts' names. */
  static final String HUB = "my-hub";

  static final String SPOKE = "my-spoke";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path home;
  private final Processes processes;
  private final HostNetwork network;
  private final ProgramSet programs;
  private final Path kubeconfig;

  private BareClusters(Path home) {
    this.home = home;
    this.processes = new Processes(home);
    this.network = new HostNetwork("hcomp-bare", NetworkPlan.parse("10.224.0.0/13"));
    this.programs = Programs.controlPlanes();
    this.kubeconfig = home.resolve("kubeconfig.yaml");
  }

  static BareClusters start(Path home) throws IOException {
    Files.createDirectories(home);
    BareClusters clusters = new BareClusters(home);
    try {
      clusters.start();
      return clusters;
    } catch (IOException | RuntimeException e) {
      clusters.close();
      throw e;
    }
  }

  private void start() throws IOException {
    PortPlan ports = new PortPlan(22100, 22140);
    network.makeBridge();
    ControlPlane hub = new ControlPlane(HUB, 0, home, network.plan(), ports, programs);
    ControlPlane spoke = new ControlPlane(SPOKE, 1, home, network.plan(), ports, programs);
    processes.ensure(new Etcd(home, ports, programs).process());
    for (ControlPlane plane : List.of(hub, spoke)) {
      plane.writeFiles();
      processes.ensure(plane.apiServer());
    }
    for (ControlPlane plane : List.of(hub, spoke)) {
      Kubectl kubectl = new Kubectl(kubectl(), plane.kubeconfig(), home);
      processes.await(plane.apiServer().name(), PATIENCE, kubectl::apiServerReady);
    }
    processes.ensure(spoke.controllerManager());
    Files.writeString(kubeconfig, merged(hub.kubeconfig(), spoke.kubeconfig()));
  }

  /** One file with both contexts; in their own files both users have the same name. */
  private String merged(Path hub, Path spoke) throws IOException {
    Path renamed = home.resolve("renamed.yaml");
    Files.writeString(
        renamed,
        Files.readString(spoke)
            .replace("name: admin", "name: other-admin")
            .replace("user: admin", "user: other-admin"));
    return Command.of(kubectl().toString(), "config", "view", "--raw", "--flatten")
        .with("KUBECONFIG", hub + ":" + renamed)
        .output();
  }

  Path kubectl() {
    return programs.path("kubectl");
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /** Runs kubectl in a context. */
  Command.Result kubectl(String context, String... arguments) {
    return Command.of(kubectl().toString(), "--kubeconfig=" + kubeconfig, "--context=" + context)
        .and(arguments)
        .run();
  }

  /** What kubectl answers in a context; what it says instead where it fails. */
  String answer(String context, String... arguments) {
    Command.Result result = kubectl(context, arguments);
    return (result.exitStatus() == 0 ? result.output() : result.errors()).strip();
  }

  /** Everything that a bootstrap makes, with its identity. */
  String contents(String context) {
    return answer(
        context,
        "get",
        "namespaces,customresourcedefinitions,clusterroles,clusterrolebindings,serviceaccounts,"
            + "secrets,deployments",
        "--all-namespaces",
        "--output=jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.uid}{\"\\n\"}{end}");
  }

  /** Whatever is still there. */
  List<String> remains() {
    List<String> remains = new ArrayList<>();
    processes.marked().forEach(one -> remains.add("process " + one.pid()));
    network.links().forEach(link -> remains.add("link " + link));
    return remains;
  }

  @Override
  public void close() {
    List<String> names = processes.states().stream().map(ProcessState::name).toList();
    processes.stop(names, Duration.ofSeconds(5));
    processes.stopMarked(Duration.ofSeconds(5));
    network.removeAll();
  }
}
