package com.hcomp.gitops.platform;

import com.hcomp.gitops.platform.argocd.ArgoCd;
import com.hcomp.gitops.platform.cluster.ClusterDns;
import com.hcomp.gitops.platform.cluster.ControlPlane;
import com.hcomp.gitops.platform.cluster.Etcd;
import com.hcomp.gitops.platform.cluster.Gateway;
import com.hcomp.gitops.platform.cluster.Kubectl;
import com.hcomp.gitops.platform.image.Registry;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.registry.RegistryAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of the platform, ready to be started.
 *
 * @param clusters the numbers of the clusters
 * @param otherRegistry that nodes and Argo CD read from too
 */
record Parts(
    Layout layout,
    NetworkPlan network,
    PortPlan ports,
    ClusterNumbers clusters,
    ProgramSet programs,
    Optional<RegistryAddress> otherRegistry) {

  Etcd etcd() {
    return new Etcd(layout.local(), ports, programs);
  }

  Registry registry() {
    return new Registry(layout.local(), ports.registry(), network.hostAddress(), programs);
  }

  /** Where releases and images are read from: the platform's own place, and the other one. */
  List<RegistryAddress> sources() {
    RegistryAddress own = new RegistryAddress(registry().host() + "/hcomp");
    return Stream.concat(
            Stream.of(own),
            otherRegistry.stream().filter(other -> !other.host().equals(own.host())))
        .toList();
  }

  ControlPlane hub() {
    return controlPlane(ControlPlane.HUB, 0);
  }

  /** One for each cluster, without the hub. */
  List<ControlPlane> controlPlanes() {
    List<ControlPlane> all = new ArrayList<>();
    clusters.numbers().forEach((name, number) -> all.add(controlPlane(name, number)));
    return List.copyOf(all);
  }

  /** The names in the clusters. */
  List<ClusterDns> dns() {
    return controlPlanes().stream().map(ClusterDns::new).toList();
  }

  /** The ways into the clusters. */
  List<Gateway> gateways() {
    return controlPlanes().stream().map(Gateway::new).toList();
  }

  ArgoCd argoCd() {
    return new ArgoCd(layout.local(), hub().kubeconfig(), ports, programs);
  }

  Kubectl kubectl(ControlPlane cluster) {
    return new Kubectl(programs.path("kubectl"), cluster.kubeconfig(), layout.local());
  }

  /** The API servers' numbers, for their ports. */
  static Map<String, Integer> apiServers(ClusterNumbers clusters) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put(ControlPlane.HUB, 0);
    numbers.putAll(clusters.numbers());
    return numbers;
  }

  private ControlPlane controlPlane(String name, int number) {
    return new ControlPlane(name, number, layout.local(), network, ports, programs);
  }
}
