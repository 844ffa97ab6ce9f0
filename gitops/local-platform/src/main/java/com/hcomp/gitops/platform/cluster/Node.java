package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.process.ProcessTable;
import com.hcomp.gitops.platform.process.Processes;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.registry.RegistryAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The one node of a cluster: containerd, kubelet and kube-proxy in a network of their own. */
public final class Node {
  private static final Path CNI_RESULTS = Path.of("/var/lib/cni/results");
  private static final Path LEGACY_LOGS = Path.of("/var/log/containers");

  private final ControlPlane controlPlane;
  private final HostNetwork network;
  private final Cgroups cgroups;
  private final Processes processes;
  private final NodeFiles files;

  /**
   * @param controlPlane of the same cluster
   * @param pauseImage the image that holds a pod's namespaces open
   * @param registries what images are pulled from
   * @param proxyMode how Services lead to pods
   */
  public Node(
      ControlPlane controlPlane,
      HostNetwork network,
      Cgroups cgroups,
      Processes processes,
      String pauseImage,
      List<RegistryAddress> registries,
      ProxyMode proxyMode) {
    this.controlPlane = controlPlane;
    this.network = network;
    this.cgroups = cgroups;
    this.processes = processes;
    this.files =
        new NodeFiles(
            folder(controlPlane.home(), controlPlane.name()),
            controlPlane,
            pauseImage,
            registries,
            cgroups,
            network.namespace(controlPlane.name()),
            network.runFolder(),
            proxyMode);
  }

  private static Path folder(Path home, String cluster) {
    return home.resolve("nodes").resolve(cluster);
  }

  /** The names of its processes. */
  public List<String> processNames() {
    return processNames(controlPlane.name());
  }

  private static List<String> processNames(String cluster) {
    return List.of("kubelet-" + cluster, "kube-proxy-" + cluster, "containerd-" + cluster);
  }

  /** Whether all of it runs as it should. */
  public boolean runs() {
    files.write();
    return network.nodeExists(controlPlane.name(), controlPlane.number())
        && Stream.of(containerd(), kubelet(), kubeProxy()).allMatch(processes::runs);
  }

  /**
   * Starts what does not run. A node whose containerd has ended, or whose network has gone, is
   * wiped first: its pods can't be taken over, and Kubernetes makes them again.
   *
   * @return the names of the processes that were started
   */
  public List<String> start() {
    files.write();
    List<String> started = new ArrayList<>();
    boolean whole = network.nodeExists(controlPlane.name(), controlPlane.number());
    if (!whole || !processes.runs(containerd())) {
      clean(controlPlane.home(), controlPlane.name(), network, cgroups, processes);
      network.makeNode(controlPlane.name(), controlPlane.number());
      files.write();
    }
    cgroups.make(controlPlane.name());
    if (processes.ensure(containerd())) {
      started.add(containerd().name());
      processes.await(containerd().name(), Duration.ofSeconds(30), this::containerdAnswers);
    }
    for (ProcessSpec spec : List.of(kubelet(), kubeProxy())) {
      if (processes.ensure(spec)) {
        started.add(spec.name());
      }
    }
    return started;
  }

  /**
   * Stops a node and removes all that it left but its network: pods, shims, mounts, containers. The
   * cluster's DNS, which uses that network, is stopped with it. Works from any half-way state, and
   * without knowing more than the cluster's name.
   */
  public static void clean(
      Path home, String cluster, HostNetwork network, Cgroups cgroups, Processes processes) {
    Path folder = folder(home, cluster);
    List<String> names = processNames(cluster);
    processes.stop(names.subList(0, 2), Duration.ofSeconds(5));
    // It would go on in a network that nobody reaches any more.
    processes.stop(List.of(ClusterDns.processName(cluster)), Duration.ofSeconds(5));
    cgroups.kill(cluster);
    Path socket = folder.resolve("containerd.sock");
    // They outlive containerd; nobody else has our socket in its arguments.
    Processes.end(
        ProcessTable.all(pid -> isShim(ProcessTable.arguments(pid), socket)), Duration.ZERO);
    processes.stop(names.subList(2, 3), Duration.ofSeconds(5));
    cgroups.kill(cluster);
    Mounts.undo(folder);
    removeLinksTo(folder.resolve("pod-logs"));
    for (Path result : Folders.list(CNI_RESULTS)) {
      if (result.getFileName().toString().startsWith(network.namespace(cluster) + "-")) {
        Folders.delete(result);
      }
    }
    for (String name : List.of("containerd", "kubelet", "addresses", "pod-logs")) {
      Folders.delete(folder.resolve(name));
    }
    Folders.delete(socket);
    Folders.delete(folder.resolve("containerd.sock.ttrpc"));
    cgroups.remove(cluster);
  }

  private static boolean isShim(List<String> arguments, Path socket) {
    return !arguments.isEmpty()
        && arguments.get(0).contains("containerd-shim")
        && arguments.contains(socket.toString());
  }

  private static void removeLinksTo(Path podLogs) {
    for (Path link : Folders.list(LEGACY_LOGS)) {
      try {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(podLogs)) {
          Files.delete(link);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean containerdAnswers() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(files.socket()));
    } catch (IOException e) {
      return false;
    }
  }

  private ProcessSpec containerd() {
    ProgramSet programs = controlPlane.programs();
    return ProcessSpec.of(
            processNames().get(2),
            List.of(
                programs.path("containerd").toString(),
                "--config=" + files.containerdConfig(),
                "--log-level=warn"))
        .with(path("containerd", "runc", "nft"))
        .inNetwork(network.namespace(controlPlane.name()))
        .reading(files.containerdConfig());
  }

  private ProcessSpec kubelet() {
    return ProcessSpec.of(
            processNames().get(0),
            List.of(
                controlPlane.programs().path("kubelet").toString(),
                "--config=" + files.kubeletConfig(),
                "--kubeconfig=" + controlPlane.componentKubeconfig("kubelet"),
                "--root-dir=" + files.kubeletRoot(),
                "--cert-dir=" + files.kubeletRoot().resolve("pki"),
                "--hostname-override=" + controlPlane.name(),
                "--node-ip=" + controlPlane.network().nodeAddress(controlPlane.number())))
        .with(path("runc", "nft"))
        .inNetwork(network.namespace(controlPlane.name()))
        .reading(
            files.kubeletConfig(),
            controlPlane.componentKubeconfig("kubelet"),
            controlPlane.nodeServer().certificate());
  }

  private ProcessSpec kubeProxy() {
    return ProcessSpec.of(
            processNames().get(1),
            List.of(
                controlPlane.programs().path("kube-proxy").toString(),
                "--config=" + files.kubeProxyConfig()))
        .with(path("nft"))
        .inNetwork(network.namespace(controlPlane.name()))
        .reading(files.kubeProxyConfig(), controlPlane.componentKubeconfig("kube-proxy"));
  }

  private Map<String, String> path(String... programs) {
    StringBuilder path = new StringBuilder();
    for (String program : programs) {
      path.append(controlPlane.programs().path(program).getParent()).append(':');
    }
    return Map.of("PATH", path + "/usr/sbin:/usr/bin:/sbin:/bin");
  }
}
