package com.hcomp.gitops.platform;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.cluster.Cgroups;
import com.hcomp.gitops.platform.cluster.KernelSettings;
import com.hcomp.gitops.platform.cluster.Mounts;
import com.hcomp.gitops.platform.cluster.Node;
import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.process.ProcessTable;
import com.hcomp.gitops.platform.process.Processes;
import com.hcomp.gitops.platform.state.Folders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Stops all of it, whatever is left of it: what is found on the machine counts, not what was
 * written down.
 */
final class Shutdown {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Layout layout;
  private final Processes processes;
  private final HostNetwork network;
  private final Cgroups cgroups;

  Shutdown(Layout layout, Processes processes, HostNetwork network, Cgroups cgroups) {
    this.layout = layout;
    this.processes = processes;
    this.network = network;
    this.cgroups = cgroups;
  }

  void run() {
    // First those that would bring back what is being taken away.
    stop("argocd-", "traefik-", "kube-scheduler-", "kube-controller-manager-");
    for (String cluster : clusters()) {
      Node.clean(layout.local(), cluster, network, cgroups, processes);
    }
    stop("kube-apiserver-");
    stop("");
    processes.stopMarked(PATIENCE);
    Mounts.undo(layout.local());
    network.removeAll();
    Folders.delete(network.runFolder());
    cgroups.removeAll();
    List<String> left = new ArrayList<>(new KernelSettings(layout.kernelSettings()).restore());
    layout.facts().delete();
    left.addAll(left());
    if (!left.isEmpty()) {
      throw new Problem(
              "DOWN-INCOMPLETE",
              "Something of the platform could not be removed.",
              left,
              "Look at what holds it, and try again:\nmvn gitops:down")
          .asException();
    }
  }

  private void stop(String... prefixes) {
    List<String> names = new ArrayList<>();
    for (String prefix : prefixes) {
      processes.states().stream()
          .map(state -> state.name())
          .filter(name -> name.startsWith(prefix))
          .forEach(names::add);
    }
    processes.stop(names, PATIENCE);
  }

  private SortedSet<String> clusters() {
    SortedSet<String> clusters = new TreeSet<>(cgroups.clusters());
    for (Path folder : Folders.list(layout.local().resolve("nodes"))) {
      clusters.add(folder.getFileName().toString());
    }
    for (String namespace : network.namespaces()) {
      clusters.add(namespace.substring(network.prefix().length() + 1));
    }
    return clusters;
  }

  private List<String> left() {
    List<String> left = new ArrayList<>();
    for (ProcessTable.Identity identity : processes.marked()) {
      left.add("process " + identity.pid() + ": " + ProcessTable.arguments(identity.pid()).get(0));
    }
    Mounts.below(layout.local()).forEach(mount -> left.add("mount " + mount));
    network.links().forEach(link -> left.add("link " + link));
    network.namespaces().forEach(namespace -> left.add("network namespace " + namespace));
    cgroups.existing().forEach(cgroup -> left.add("cgroup " + cgroup));
    return left;
  }
}
