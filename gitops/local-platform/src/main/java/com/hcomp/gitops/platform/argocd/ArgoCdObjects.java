package com.hcomp.gitops.platform.argocd;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.registry.RegistryAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Argo CD's configuration as objects on the hub.
 *
 * @param registries what releases are read from
 * @param gitUrl of the platform's repository
 * @param clusters where Applications can go
 * @param url where people find Argo CD
 */
public record ArgoCdObjects(
    List<RegistryAddress> registries,
    String gitUrl,
    List<Cluster> clusters,
    String url,
    Credentials credentials) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "argocd.argoproj.io/secret-type";
  private static final List<String> PROJECTS = List.of("root", "staging", "production");
  // An App-of-Apps has no health of its own: it is as well as the Applications in it say they are.
  private static final String APPLICATION_HEALTH =
      """
      local health = {status = "Progressing", message = ""}
      if obj.status ~= nil and obj.status.health ~= nil then
        health.status = obj.status.health.status
        if obj.status.health.message ~= nil then
          health.message = obj.status.health.message
        end
      end
      return health
      """;

  public ArgoCdObjects {
    registries = List.copyOf(registries);
    clusters = List.copyOf(clusters);
  }

  /**
   * A cluster that Argo CD reaches as its administrator.
   *
   * @param server its API server's address
   * @param authority its certificate authority, PEM
   * @param certificate the administrator's, PEM
   * @param key the administrator's, PEM
   */
  public record Cluster(
      String name, String server, String authority, String certificate, String key) {}

  /** Everything as one list, in JSON. */
  public String json() {
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    items.add(configMap("argocd-cm", settings()));
    items.add(configMap("argocd-rbac-cm", Map.of("policy.default", "", "policy.csv", policy())));
    items.add(
        secret(
            "argocd-secret",
            "",
            Map.of(
                "admin.password",
                credentials.adminHash(),
                "admin.passwordMtime",
                credentials.adminSince().toString())));
    clusters.forEach(cluster -> items.add(clusterSecret(cluster)));
    for (int i = 0; i < registries.size(); i++) {
      items.add(secret("hcomp-registry" + (i == 0 ? "" : "-" + (i + 1)), "repo-creds", access(i)));
    }
    items.add(secret("hcomp-git", "repository", Map.of("type", "git", "url", gitUrl)));
    return list.toPrettyString();
  }

  private Map<String, String> access(int registry) {
    RegistryAddress address = registries.get(registry);
    Map<String, String> access = new LinkedHashMap<>();
    access.put("type", "oci");
    access.put("url", address.oci());
    access.put("insecureOCIForceHttp", "" + address.plainHttp());
    return access;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("url", url);
    settings.put("accounts." + Credentials.ACCOUNT, "apiKey");
    settings.put("application.resourceTrackingMethod", "annotation");
    settings.put("timeout.reconciliation", "60s");
    settings.put("timeout.reconciliation.jitter", "0s");
    settings.put("resource.customizations.health.argoproj.io_Application", APPLICATION_HEALTH);
    return settings;
  }

  /** Our tool can look at our Applications, and so refresh them; it can change nothing. */
  private static String policy() {
    StringBuilder policy = new StringBuilder();
    for (String project : PROJECTS) {
      for (String resource : List.of("applications", "logs")) {
        policy.append("p, role:reader, %s, get, %s/*, allow\n".formatted(resource, project));
      }
    }
    return policy + "g, " + Credentials.ACCOUNT + ", role:reader\n";
  }

  private static ObjectNode clusterSecret(Cluster cluster) {
    ObjectNode config = JSON.createObjectNode();
    config
        .putObject("tlsClientConfig")
        .put("caData", base64(cluster.authority()))
        .put("certData", base64(cluster.certificate()))
        .put("keyData", base64(cluster.key()));
    Map<String, String> data = new LinkedHashMap<>();
    data.put("name", cluster.name());
    data.put("server", cluster.server());
    data.put("config", config.toString());
    return secret("cluster-" + cluster.name(), "cluster", data);
  }

  private static ObjectNode configMap(String name, Map<String, String> data) {
    ObjectNode map = object("ConfigMap", name);
    labels(map).put("app.kubernetes.io/part-of", "argocd");
    put(map.putObject("data"), data);
    return map;
  }

  private static ObjectNode secret(String name, String type, Map<String, String> data) {
    ObjectNode secret = object("Secret", name);
    labels(secret).put("app.kubernetes.io/part-of", "argocd");
    if (!type.isEmpty()) {
      labels(secret).put(TYPE, type);
    }
    secret.put("type", "Opaque");
    put(secret.putObject("stringData"), data);
    return secret;
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode object = JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
    object.putObject("metadata").put("name", name).put("namespace", ArgoCd.NAMESPACE);
    return object;
  }

  private static ObjectNode labels(ObjectNode object) {
    return object.withObject("/metadata").withObject("/labels");
  }

  private static void put(ObjectNode target, Map<String, String> data) {
    new java.util.TreeMap<>(data).forEach(target::put);
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
