package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The names in a cluster: a CoreDNS on its node, which pods reach by the Service {@code kube-dns}.
 *
 * @param controlPlane of the same cluster; not the hub
 */
public record ClusterDns(ControlPlane controlPlane) {
  /** What every name in a cluster ends with. */
  static final String DOMAIN = "cluster.local";

  /** CoreDNS' account. */
  static final String USER = "coredns";

  private static final int READY_PORT = 8181;

  /** Writes what CoreDNS reads. */
  public void writeFiles() {
    AtomicFile.open(configuration()).update(corefile());
  }

  /** CoreDNS, in the node's network. */
  public ProcessSpec process(HostNetwork network) {
    return ProcessSpec.of(
            processName(controlPlane.name()),
            List.of(
                controlPlane.programs().path("coredns").toString(),
                "-conf",
                configuration().toString()))
        .inNetwork(network.namespace(controlPlane.name()))
        .reading(configuration(), kubeconfig());
  }

  /** The name of CoreDNS' process. */
  static String processName(String cluster) {
    return "coredns-" + cluster;
  }

  /** Answers 200 as soon as CoreDNS knows the cluster's Services. */
  public String health() {
    return "http://" + nodeAddress() + ":" + READY_PORT + "/ready";
  }

  /** The folder for what belongs to this cluster's DNS alone. */
  public Path folder() {
    return controlPlane.home().resolve("dns").resolve(controlPlane.name());
  }

  /** What the cluster has to hold: CoreDNS' rights, and the Service with its address. YAML. */
  public String objects() {
    return """
    apiVersion: v1
    kind: Namespace
    metadata:
      name: kube-system
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: %1$s
    rules:
      - apiGroups: [""]
        resources: [namespaces, services]
        verbs: [list, watch]
      - apiGroups: [discovery.k8s.io]
        resources: [endpointslices]
        verbs: [list, watch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: %1$s
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: %1$s
    subjects:
      - apiGroup: rbac.authorization.k8s.io
        kind: User
        name: %1$s
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: kube-dns
      namespace: kube-system
      labels:
        k8s-app: kube-dns
        kubernetes.io/name: CoreDNS
    spec:
      clusterIP: %2$s
      # No selector: CoreDNS is a process of the node, not a pod.
      ports:
        - {name: dns, port: 53, protocol: UDP}
        - {name: dns-tcp, port: 53, protocol: TCP}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: kube-dns
      namespace: kube-system
      labels:
        kubernetes.io/service-name: kube-dns
        endpointslice.kubernetes.io/managed-by: hcomp
    addressType: IPv4
    endpoints:
      - addresses: ["%3$s"]
        conditions: {ready: true}
        nodeName: %4$s
    ports:
      - {name: dns, port: 53, protocol: UDP}
      - {name: dns-tcp, port: 53, protocol: TCP}
    """
        .formatted(
            USER, network().dnsAddress(controlPlane.number()), nodeAddress(), controlPlane.name());
  }

  private String corefile() {
    return """
    %1$s in-addr.arpa ip6.arpa {
      bind %2$s
      ready %2$s:%3$d
      errors
      kubernetes {
        kubeconfig "%4$s"
      }
    }

    # Pods reach nothing outside, so no resolver is asked: "no such name" at once, instead of a
    # connection that times out.
    . {
      bind %2$s
      errors
      template ANY ANY {
        rcode NXDOMAIN
      }
    }
    """
        .formatted(DOMAIN, nodeAddress(), READY_PORT, kubeconfig());
  }

  private Path configuration() {
    return folder().resolve("Corefile");
  }

  private Path kubeconfig() {
    return controlPlane.componentKubeconfig(USER);
  }

  private String nodeAddress() {
    return network().nodeAddress(controlPlane.number());
  }

  private NetworkPlan network() {
    return controlPlane.network();
  }
}
