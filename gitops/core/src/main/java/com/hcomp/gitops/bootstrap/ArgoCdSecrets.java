package com.hcomp.gitops.bootstrap;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.bootstrap.LoginSource.Login;
import com.hcomp.gitops.registry.RegistryAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets by which Argo CD finds its way into Git, registries and clusters.
 *
 * @param partOf what they belong to
 */
record ArgoCdSecrets(String partOf) {
  /** Argo CD's namespace. */
  static final String NAMESPACE = "argocd";

  static final String GIT = "hcomp-git";
  static final String REGISTRY = "hcomp-registry";

  /** The address by which Argo CD knows the cluster that it runs in. */
  static final String IN_CLUSTER = "https://kubernetes.default.svc";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** For one Git repository. */
  Manifest git(String url, Login login) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("type", "git");
    data.put("url", url);
    data.put("username", login.user());
    data.put("password", login.secret());
    return secret(GIT, "repository", data);
  }

  /** For all that lies below a registry's address. */
  Manifest registry(RegistryAddress address, Optional<Login> login) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("type", "oci");
    data.put("url", address.oci());
    data.put("insecureOCIForceHttp", String.valueOf(address.plainHttp()));
    login.ifPresent(
        known -> {
          data.put("username", known.user());
          data.put("password", known.secret());
        });
    return secret(REGISTRY, "repo-creds", data);
  }

  /** For the cluster that Argo CD runs in, under another name. */
  Manifest hub(String name) {
    ObjectNode config = JSON.createObjectNode();
    config.putObject("tlsClientConfig").put("insecure", false);
    return cluster(name, IN_CLUSTER, config);
  }

  /**
   * For another cluster.
   *
   * @param server its API server's address, as the hub reaches it
   * @param access of an account there
   */
  Manifest spoke(String name, String server, Spoke.Access access) {
    ObjectNode config = JSON.createObjectNode().put("bearerToken", access.token());
    config
        .putObject("tlsClientConfig")
        .put("insecure", false)
        .put("caData", base64(access.authority()));
    return cluster(name, server, config);
  }

  private Manifest cluster(String name, String server, ObjectNode config) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("name", name);
    data.put("server", server);
    data.put("config", config.toString());
    return secret("cluster-" + name, "cluster", data);
  }

  private Manifest secret(String name, String type, Map<String, String> data) {
    ObjectNode secret = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
    ObjectNode metadata = secret.putObject("metadata");
    metadata.put("name", name).put("namespace", NAMESPACE);
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/part-of", partOf)
        .put("argocd.argoproj.io/secret-type", type);
    secret.put("type", "Opaque");
    ObjectNode encoded = secret.putObject("data");
    data.forEach((key, value) -> encoded.put(key, base64(value)));
    return new Manifest("v1", "Secret", Optional.of(NAMESPACE), name, secret.toString());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
