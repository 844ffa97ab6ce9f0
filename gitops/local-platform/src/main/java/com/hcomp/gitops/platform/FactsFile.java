package com.hcomp.gitops.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of the running platform as JSON, for later goals and for people.
 *
 * @param path where it is
 */
record FactsFile(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(PlatformFacts facts) {
    ObjectNode node = JSON.createObjectNode();
    node.put("registry", facts.registry());
    node.put("gitRepository", facts.gitRepository().toString());
    ObjectNode clusters = node.putObject("clusters");
    facts
        .clusters()
        .forEach(
            (name, cluster) ->
                clusters
                    .putObject(name)
                    .put("kubeconfig", cluster.kubeconfig().toString())
                    .put("server", cluster.server().toString())
                    .put("nodeAddress", cluster.nodeAddress())
                    .put("serviceRange", cluster.serviceRange())
                    .put("httpPort", cluster.httpPort())
                    .put("httpsPort", cluster.httpsPort()));
    node.put("certificateAuthority", facts.certificateAuthority().toString());
    node.put("hubKubeconfig", facts.hubKubeconfig().toString());
    node.put("argoCd", facts.argoCd().toString());
    node.put("adminUser", facts.adminUser());
    node.put("adminPassword", facts.adminPassword());
    node.put("account", facts.account());
    node.put("accountToken", facts.accountToken());
    node.put("logs", facts.logs().toString());
    node.put("baseImage", facts.baseImage());
    node.put("kubectl", facts.kubectl().toString());
    node.put("argoCdProgram", facts.argoCdProgram().toString());
    node.put("helm", facts.helm().toString());
    AtomicFile.secret(path).update(node.toPrettyString() + "\n");
  }

  /** What was written; empty if there is none, or no whole one. */
  Optional<PlatformFacts> read() {
    return AtomicFile.secret(path).read().flatMap(FactsFile::parse);
  }

  void delete() {
    AtomicFile.secret(path).delete();
  }

  private static Optional<PlatformFacts> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      Map<String, ClusterFacts> clusters = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : node.path("clusters").properties()) {
        JsonNode cluster = entry.getValue();
        clusters.put(
            entry.getKey(),
            new ClusterFacts(
                entry.getKey(),
                Path.of(text(cluster, "kubeconfig")),
                URI.create(text(cluster, "server")),
                text(cluster, "nodeAddress"),
                text(cluster, "serviceRange"),
                port(cluster, "httpPort"),
                port(cluster, "httpsPort")));
      }
      return Optional.of(
          new PlatformFacts(
              text(node, "registry"),
              Path.of(text(node, "gitRepository")),
              clusters,
              Path.of(text(node, "certificateAuthority")),
              Path.of(text(node, "hubKubeconfig")),
              URI.create(text(node, "argoCd")),
              text(node, "adminUser"),
              text(node, "adminPassword"),
              text(node, "account"),
              text(node, "accountToken"),
              Path.of(text(node, "logs")),
              text(node, "baseImage"),
              Path.of(text(node, "kubectl")),
              Path.of(text(node, "argoCdProgram")),
              Path.of(text(node, "helm"))));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException("no " + field);
    }
    return node.path(field).asText();
  }

  private static int port(JsonNode node, String field) {
    if (!node.path(field).isInt()) {
      throw new IllegalArgumentException("no " + field);
    }
    return node.path(field).asInt();
  }
}
