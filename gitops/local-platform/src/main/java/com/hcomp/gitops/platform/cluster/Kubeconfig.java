package com.hcomp.gitops.platform.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How a client reaches a cluster.
 *
 * @param cluster also the context's name
 * @param server the API server's address
 * @param authority the cluster's certificate authority, PEM
 * @param user the client's name in the file
 * @param certificate the client's certificate, PEM
 * @param key the client's private key, PEM
 */
record Kubeconfig(
    String cluster, String server, String authority, String user, String certificate, String key) {

  /** The file that kubectl and everything else of Kubernetes reads. */
  String yaml() {
    return """
    apiVersion: v1
    kind: Config
    clusters:
      - name: %1$s
        cluster:
          server: %2$s
          certificate-authority-data: %3$s
    users:
      - name: %4$s
        user:
          client-certificate-data: %5$s
          client-key-data: %6$s
    contexts:
      - name: %1$s
        context:
          cluster: %1$s
          user: %4$s
    current-context: %1$s
    """
        .formatted(cluster, server, base64(authority), user, base64(certificate), base64(key));
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
