package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.nio.file.Path;
import java.util.List;

/**
 * One cluster's API server, and what makes Deployments into pods. The hub has the first only.
 *
 * @param name as Argo CD knows the cluster
 * @param number 0 for the hub, clusters count from 1
 * @param home the platform's folder
 */
public record ControlPlane(
    String name, int number, Path home, NetworkPlan network, PortPlan ports, ProgramSet programs) {
  /** The hub's name. */
  public static final String HUB = "hub";

  private static final String ANY_USER = "system:masters";

  /** The API server's address, for the host, the node and its pods. */
  public String server() {
    return "https://" + network.hostAddress() + ":" + ports.apiServer(number);
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return home.resolve("kubeconfig").resolve(name + ".yaml");
  }

  /** The authority's certificate, PEM: how a client knows that it talks to this cluster. */
  public String authorityPem() {
    return authority().root().certificatePem();
  }

  /** The administrator's certificate and key, PEM, as others need them to reach the cluster. */
  public List<String> administrator() {
    Authority.Identity admin = authority().client("admin", "admin", ANY_USER);
    return List.of(admin.certificatePem(), admin.keyPem());
  }

  /** Writes what the processes read, and the administrator's kubeconfig. */
  public void writeFiles() {
    authority().root();
    administrator();
    writeKubeconfig(kubeconfig(), "admin", authority().client("admin", "admin", ANY_USER));
    if (number > 0) {
      for (String component : List.of("kube-controller-manager", "kube-scheduler", "kube-proxy")) {
        writeKubeconfig(
            componentKubeconfig(component),
            component,
            authority().client(component, "system:" + component, ""));
      }
      writeKubeconfig(
          componentKubeconfig("kubelet"),
          "kubelet",
          authority().client("kubelet", "system:node:" + name, "system:nodes"));
      for (String user : List.of(ClusterDns.USER, GatewayObjects.USER)) {
        writeKubeconfig(componentKubeconfig(user), user, authority().client(user, user, ""));
      }
      nodeServer();
    }
    serverIdentity();
    authority().signer("service-accounts");
    authority().client("kubelet-client", "kube-apiserver-kubelet-client", ANY_USER);
  }

  /** The kubelet's own server certificate. */
  Authority.Identity nodeServer() {
    return authority().server("kubelet-server", name, List.of(network.nodeAddress(number), name));
  }

  /** A component's kubeconfig. */
  Path componentKubeconfig(String component) {
    return pki().resolve(component + ".kubeconfig");
  }

  /** The API server. */
  public ProcessSpec apiServer() {
    Authority.Identity server = serverIdentity();
    Authority.Identity client =
        authority().client("kubelet-client", "kube-apiserver-kubelet-client", ANY_USER);
    Authority.Identity signer = authority().signer("service-accounts");
    Path root = authority().root().certificate();
    return ProcessSpec.of(
            "kube-apiserver-" + name,
            List.of(
                programs.path("kube-apiserver").toString(),
                "--etcd-servers=http://127.0.0.1:" + ports.etcd(),
                "--etcd-prefix=/" + name,
                "--bind-address=" + network.hostAddress(),
                // Not loopback: it becomes the endpoint of the Service `kubernetes` in the pods.
                "--advertise-address=" + network.hostAddress(),
                "--secure-port=" + ports.apiServer(number),
                "--tls-cert-file=" + server.certificate(),
                "--tls-private-key-file=" + server.key(),
                "--client-ca-file=" + root,
                "--kubelet-certificate-authority=" + root,
                "--kubelet-client-certificate=" + client.certificate(),
                "--kubelet-client-key=" + client.key(),
                "--kubelet-preferred-address-types=InternalIP",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + signer.certificate(),
                "--service-account-signing-key-file=" + signer.key(),
                "--service-cluster-ip-range=" + services(),
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--allow-privileged",
                "--profiling=false"))
        .reading(root, server.certificate(), client.certificate(), signer.certificate());
  }

  /** Makes ReplicaSets, pods, endpoints and the like. */
  public ProcessSpec controllerManager() {
    Authority.Identity signer = authority().signer("service-accounts");
    return ProcessSpec.of(
            "kube-controller-manager-" + name,
            List.of(
                programs.path("kube-controller-manager").toString(),
                "--kubeconfig=" + componentKubeconfig("kube-controller-manager"),
                "--service-account-private-key-file=" + signer.key(),
                "--root-ca-file=" + authority().root().certificate(),
                "--use-service-account-credentials",
                "--controllers=*,-node-ipam-controller",
                "--leader-elect=false",
                "--secure-port=0",
                "--profiling=false"))
        .reading(componentKubeconfig("kube-controller-manager"), signer.certificate());
  }

  /** Puts pods on the node. */
  public ProcessSpec scheduler() {
    return ProcessSpec.of(
            "kube-scheduler-" + name,
            List.of(
                programs.path("kube-scheduler").toString(),
                "--kubeconfig=" + componentKubeconfig("kube-scheduler"),
                "--leader-elect=false",
                "--secure-port=0",
                "--profiling=false"))
        .reading(componentKubeconfig("kube-scheduler"));
  }

  private String services() {
    return (number == 0 ? network.hubServices() : network.services(number)).toString();
  }

  private Authority.Identity serverIdentity() {
    String serviceAddress =
        (number == 0 ? network.hubServices() : network.services(number)).address(1);
    return authority()
        .server(
            "apiserver",
            "kube-apiserver",
            List.of(
                network.hostAddress(),
                "127.0.0.1",
                serviceAddress,
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local"));
  }

  private void writeKubeconfig(Path file, String user, Authority.Identity identity) {
    AtomicFile.secret(file)
        .update(
            new Kubeconfig(
                    name,
                    server(),
                    authority().root().certificatePem(),
                    user,
                    identity.certificatePem(),
                    identity.keyPem())
                .yaml());
  }

  Authority authority() {
    return new Authority(pki(), name);
  }

  private Path pki() {
    return home.resolve("pki").resolve(name);
  }
}
