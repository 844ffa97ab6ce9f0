package com.hcomp.gitops.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A cluster that the hub's Argo CD deploys to, by an account that is made there for it, as {@code
 * argocd cluster add} does.
 *
 * @param name as Argo CD is to know it
 * @param cluster how to enter it
 * @param address its API server's, as the hub reaches it; that of the kubeconfig if empty
 */
public record Spoke(String name, Cluster cluster, Optional<String> address) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAMESPACE = "kube-system";
  private static final String TOKEN = "argocd-manager-token";
  private static final String ACCOUNT =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata:
        name: argocd-manager
        namespace: kube-system
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata:
        name: argocd-manager-role
      rules:
        - apiGroups: ["*"]
          resources: ["*"]
          verbs: ["*"]
        - nonResourceURLs: ["*"]
          verbs: ["*"]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata:
        name: argocd-manager-role-binding
      roleRef:
        apiGroup: rbac.authorization.k8s.io
        kind: ClusterRole
        name: argocd-manager-role
      subjects:
        - kind: ServiceAccount
          name: argocd-manager
          namespace: kube-system
      ---
      apiVersion: v1
      kind: Secret
      metadata:
        name: argocd-manager-token
        namespace: kube-system
        annotations:
          kubernetes.io/service-account.name: argocd-manager
      type: kubernetes.io/service-account-token
      """;

  /**
   * How the account enters.
   *
   * @param token never printed
   * @param authority the cluster's certificate authority, PEM
   */
  record Access(String token, String authority) {
    /** Never shows the token. */
    @Override
    public String toString() {
      return "access";
    }
  }

  /** The account and its rights. */
  Batch account() {
    return new Batch(cluster, "Argo CD's account", Optional.empty(), true, Manifest.all(ACCOUNT));
  }

  /**
   * The address for the hub.
   *
   * @throws ProblemException SPOKE-ADDRESS if it leads to the machine of whoever asks
   */
  String server() {
    String server = address.orElseGet(cluster::server);
    String host = Optional.ofNullable(URI.create(server).getHost()).orElse("");
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      throw new Problem(
              "SPOKE-ADDRESS",
              "The kubeconfig enters "
                  + name
                  + " at "
                  + server
                  + ", which is this machine: for Argo CD, in its pod, that leads to itself.",
              "Add an address of the API server that the hub's pods reach:\n-Dgitops.spokes=<environment>="
                  + cluster.context().orElse("<context>")
                  + "@https://<host>:<port>")
          .asException();
    }
    return server;
  }

  /** What the cluster has given to the account; empty until it has. */
  Optional<Access> access() {
    return cluster
        .find(NAMESPACE, "secret", TOKEN)
        .map(secret -> new Access(decoded(secret, "token"), decoded(secret, "ca.crt")))
        .filter(access -> !access.token().isEmpty() && !access.authority().isEmpty());
  }

  /**
   * Waits until the cluster has given the account a token.
   *
   * @throws ProblemException SPOKE-TOKEN if it doesn't within half a minute
   */
  Access awaitAccess() {
    Polling.until(PATIENCE, () -> access().isPresent());
    return access()
        .orElseThrow(
            () ->
                new Problem(
                        "SPOKE-TOKEN",
                        name
                            + " has not given its account argocd-manager a token within "
                            + PATIENCE.toSeconds()
                            + " s, so Argo CD could not enter.",
                        List.of("the controller that does it is part of kube-controller-manager"),
                        "See what its control plane is doing, then run the same command again:\n"
                            + cluster.typed("-n kube-system describe secret " + TOKEN))
                    .asException());
  }

  private static String decoded(JsonNode secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.path("data").path(key).asText("")),
        StandardCharsets.UTF_8);
  }
}
