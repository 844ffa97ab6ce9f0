package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.state.AtomicFile;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.registry.RegistryAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node's programs read.
 *
 * @param folder of the node
 * @param controlPlane of the same cluster
 * @param pauseImage the image that holds a pod's namespaces open
 * @param registries what images are pulled from
 * @param cgroups of the platform
 * @param networkName names the pods' network; unique on the machine
 * @param shimSockets the folder of the shims' sockets: their names are long, so it must be short
 * @param proxyMode how Services lead to pods
 */
record NodeFiles(
    Path folder,
    ControlPlane controlPlane,
    String pauseImage,
    List<RegistryAddress> registries,
    Cgroups cgroups,
    String networkName,
    Path shimSockets,
    ProxyMode proxyMode) {

  Path containerdConfig() {
    return folder.resolve("containerd.toml");
  }

  Path kubeletConfig() {
    return folder.resolve("kubelet.yaml");
  }

  Path kubeProxyConfig() {
    return folder.resolve("kube-proxy.yaml");
  }

  Path socket() {
    return folder.resolve("containerd.sock");
  }

  Path containerdState() {
    return folder.resolve("containerd/state");
  }

  Path kubeletRoot() {
    return folder.resolve("kubelet");
  }

  Path podLogs() {
    return folder.resolve("pod-logs");
  }

  void write() {
    Folders.make(folder);
    Folders.make(podLogs());
    Folders.make(folder.resolve("manifests"));
    AtomicFile.open(containerdConfig()).update(containerd());
    AtomicFile.open(kubeletConfig()).update(kubelet());
    AtomicFile.open(kubeProxyConfig()).update(kubeProxy());
    AtomicFile.open(folder.resolve("cni/10-pods.conflist")).update(podNetwork());
    for (RegistryAddress registry : registries) {
      AtomicFile.open(folder.resolve("registries").resolve(registry.host()).resolve("hosts.toml"))
          .update(hosts(registry));
    }
  }

  private String containerd() {
    return """
    version = 3
    root = "%1$s/containerd/root"
    state = "%1$s/containerd/state"

    [grpc]
      address = "%2$s"

    [plugins."io.containerd.internal.v1.opt"]
      path = "%1$s/containerd/opt"

    [plugins."io.containerd.shim.v1.manager"]
      socket_dir = "%6$s"

    [plugins."io.containerd.nri.v1.nri"]
      disable = true

    [plugins."io.containerd.cri.v1.images"]
      snapshotter = "overlayfs"
      [plugins."io.containerd.cri.v1.images".pinned_images]
        sandbox = "%3$s"
      [plugins."io.containerd.cri.v1.images".registry]
        config_path = "%1$s/registries"

    [plugins."io.containerd.cri.v1.runtime"]
      # Without CAP_SYS_RESOURCE, runc dies when it lowers a score.
      restrict_oom_score_adj = true
      netns_mounts_under_state_dir = true
      [plugins."io.containerd.cri.v1.runtime".cni]
        bin_dirs = ["%4$s"]
        conf_dir = "%1$s/cni"
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
          BinaryName = "%5$s"
          Root = "%1$s/containerd/state/runc"
          SystemdCgroup = false
    """
        .formatted(
            folder,
            socket(),
            pauseImage,
            programs().path("bridge").getParent(),
            programs().path("runc"),
            shimSockets);
  }

  private String kubelet() {
    Authority.Identity server = controlPlane.nodeServer();
    return """
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    authentication:
      anonymous:
        enabled: false
      webhook:
        enabled: true
      x509:
        clientCAFile: %1$s
    authorization:
      mode: Webhook
    tlsCertFile: %2$s
    tlsPrivateKeyFile: %3$s
    containerRuntimeEndpoint: unix://%4$s
    cgroupDriver: cgroupfs
    cgroupRoot: %5$s
    failCgroupV1: false
    enforceNodeAllocatable: []
    evictionHard:
      memory.available: 50Mi
      nodefs.available: 1%%
      imagefs.available: 1%%
      nodefs.inodesFree: 1%%
      imagefs.inodesFree: 1%%
    # Five minutes without it, in which no pod is scheduled after room was made.
    evictionPressureTransitionPeriod: 10s
    failSwapOn: false
    podLogsDir: %6$s
    volumePluginDir: %7$s/volume-plugins
    staticPodPath: %7$s/manifests
    resolvConf: /etc/resolv.conf
    clusterDomain: %8$s
    clusterDNS: ["%9$s"]
    # What a container prints: at most two files of this size.
    containerLogMaxSize: 10Mi
    containerLogMaxFiles: 2
    # Every release brings an image: one that no pod uses goes after two days, however much room
    # there is. It is still in the registry.
    imageMaximumGCAge: 48h
    imageGCHighThresholdPercent: 97
    imageGCLowThresholdPercent: 95
    maxPods: 110
    """
        .formatted(
            controlPlane.authority().root().certificate(),
            server.certificate(),
            server.key(),
            socket(),
            cgroups.cluster(controlPlane.name()),
            podLogs(),
            folder,
            ClusterDns.DOMAIN,
            network().dnsAddress(controlPlane.number()));
  }

  private String kubeProxy() {
    return """
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    mode: %s
    clientConnection:
      kubeconfig: %s
    hostnameOverride: %s
    clusterCIDR: %s
    conntrack:
      # The limit is the whole machine's, and not ours to set.
      maxPerCore: 0
    """
        .formatted(
            proxyMode.value(),
            controlPlane.componentKubeconfig("kube-proxy"),
            controlPlane.name(),
            network().pods(controlPlane.number()));
  }

  private String podNetwork() {
    return """
    {
      "cniVersion": "1.0.0",
      "name": "%s",
      "plugins": [
        {
          "type": "bridge",
          "bridge": "pods",
          "isGateway": true,
          "ipMasq": false,
          "hairpinMode": true,
          "ipam": {
            "type": "host-local",
            "dataDir": "%s/addresses",
            "ranges": [[{"subnet": "%s"}]],
            "routes": [{"dst": "0.0.0.0/0"}]
          }
        }
      ]
    }
    """
        .formatted(networkName, folder, network().pods(controlPlane.number()));
  }

  /** Where a registry is found; containerd reads this at every pull. */
  private String hosts(RegistryAddress registry) {
    // In the node's network, localhost is the node.
    String host =
        registry
            .host()
            .replaceFirst("^(localhost|127\\.0\\.0\\.1)(?=:|$)", network().hostAddress());
    return """
    server = "%1$s"

    [host."%1$s"]
      capabilities = ["pull", "resolve"]
    """
        .formatted((registry.plainHttp() ? "http://" : "https://") + host);
  }

  private NetworkPlan network() {
    return controlPlane.network();
  }

  private ProgramSet programs() {
    return controlPlane.programs();
  }
}
