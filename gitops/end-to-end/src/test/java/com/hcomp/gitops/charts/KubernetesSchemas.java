package com.hcomp.gitops.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one version of Kubernetes, with the Gateway API, takes as manifests. It is strict: a field
 * that the version doesn't know is a problem.
 */
final class KubernetesSchemas {
  private static final String KUBERNETES = "k8s.io/kubernetes";
  private static final String HTTP_ROUTE = "gateway.networking.k8s.io/v1/HTTPRoute";

  private final ObjectMapper mapper = new ObjectMapper();
  private final String version;
  private final ObjectNode definitions;
  private final Map<String, String> definitionOfKind = new LinkedHashMap<>();
  private final Map<String, Schema> schemas = new LinkedHashMap<>();

  private KubernetesSchemas(GoModule kubernetes) {
    this.version = kubernetes.version().substring(1);
    try {
      Path openApi = kubernetes.file("api/openapi-spec/swagger.json");
      definitions = (ObjectNode) mapper.readTree(openApi.toFile()).get("definitions");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    definitions.set("HTTPRoute", httpRoute());
    definitions.forEach(KubernetesSchemas::makeStrict);
    definitionOfKind.put(HTTP_ROUTE, "HTTPRoute");
    definitions
        .properties()
        .forEach(
            definition ->
                definition
                    .getValue()
                    .path("x-kubernetes-group-version-kind")
                    .forEach(kind -> definitionOfKind.put(name(kind), definition.getKey())));
  }

  /** The oldest Kubernetes that the chart allows. */
  static KubernetesSchemas oldest() {
    return new KubernetesSchemas(GoModule.pinnedIn(pins(), KUBERNETES));
  }

  /** The newest, which is the local platform's. */
  static KubernetesSchemas newest() {
    Path platform =
        Charts.repository().resolve("gitops/local-platform/src/main/resources/programs/kubernetes");
    return new KubernetesSchemas(GoModule.pinnedIn(platform, KUBERNETES));
  }

  /** Such as {@code 1.36.3}. */
  String version() {
    return version;
  }

  /** What is wrong with a manifest, one line for each problem; nothing if it is right. */
  List<String> problems(Map<String, Object> manifest) {
    String apiVersion = String.valueOf(manifest.get("apiVersion"));
    String kind = apiVersion + "/" + manifest.get("kind");
    String definition = definitionOfKind.get(kind);
    if (definition == null) {
      return List.of("Kubernetes " + version + " has no " + kind);
    }
    return schemas
        .computeIfAbsent(definition, this::schema)
        .validate(mapper.valueToTree(manifest))
        .stream()
        .map(error -> kind + " in Kubernetes " + version + ": " + error)
        .toList();
  }

  private Schema schema(String definition) {
    ObjectNode schema = mapper.createObjectNode();
    schema.putArray("allOf").addObject().put("$ref", "#/definitions/" + definition);
    schema.set("definitions", definitions);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema);
  }

  /** From the CustomResourceDefinition. The rules in CEL are left to a real API server. */
  private JsonNode httpRoute() {
    Path file =
        GoModule.pinnedIn(pins(), "sigs.k8s.io/gateway-api")
            .file("config/crd/standard/gateway.networking.k8s.io_httproutes.yaml");
    for (Map<String, Object> document : Yaml.documents(file)) {
      for (JsonNode each : mapper.valueToTree(document).path("spec").path("versions")) {
        if (each.path("name").asText().equals("v1")) {
          ObjectNode schema = (ObjectNode) each.path("schema").path("openAPIV3Schema");
          ((ObjectNode) schema.get("properties"))
              .putObject("metadata")
              .put("$ref", "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
          return schema;
        }
      }
    }
    throw new IllegalStateException("no HTTPRoute v1 in " + file);
  }

  private static Path pins() {
    return Charts.repository().resolve("gitops/end-to-end/src/test/resources/schemas");
  }

  private static String name(JsonNode kind) {
    String group = kind.path("group").asText();
    String version = kind.path("version").asText() + "/" + kind.path("kind").asText();
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Closes every object whose fields are known, and lets ports be numbers or names. */
  private static void makeStrict(JsonNode node) {
    if (!(node instanceof ObjectNode schema)) {
      return;
    }
    if (schema.path("format").asText().equals("int-or-string")) {
      schema.putArray("type").add("integer").add("string");
    }
    if (schema.has("properties") && !schema.has("additionalProperties")) {
      schema.put("additionalProperties", false);
    }
    schema.path("properties").forEach(KubernetesSchemas::makeStrict);
    makeStrict(schema.path("items"));
    makeStrict(schema.path("additionalProperties"));
  }
}
