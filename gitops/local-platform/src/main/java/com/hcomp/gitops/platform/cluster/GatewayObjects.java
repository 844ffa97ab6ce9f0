package com.hcomp.gitops.platform.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a cluster holds of its gateway: the classes that routes name, the Gateway {@code shared}
 * that all namespaces may use, and what Traefik's account may do.
 *
 * @param http the port of the listener {@code http}
 * @param https the port of the listener {@code https}
 * @param certificate the server's, PEM
 * @param key the certificate's, PEM
 */
record GatewayObjects(int http, int https, String certificate, String key) {
  /** Traefik's account. */
  static final String USER = "traefik";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLASS = "traefik";
  private static final String NAMESPACE = "gateway";
  private static final String SECRET = "hcomp-localhost";
  private static final String API = "gateway.networking.k8s.io";
  private static final String ACCESS = "rbac.authorization.k8s.io";
  private static final List<String> LOOK = List.of("list", "watch");
  private static final List<String> REPORT = List.of("update");

  /** Everything as one list. */
  String json() {
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putArray("items")
        .add(object("v1", "Namespace", NAMESPACE))
        .add(role())
        .add(binding())
        .add(ingressClass())
        .add(gatewayClass())
        .add(secret())
        .add(gateway());
    return list.toPrettyString();
  }

  /** Reads what routes consist of, and writes nothing but their status. */
  private static ObjectNode role() {
    ObjectNode role = object(ACCESS + "/v1", "ClusterRole", USER);
    ArrayNode rules = role.putArray("rules");
    rule(rules, "", LOOK, "namespaces", "nodes", "services", "secrets", "configmaps");
    rule(rules, "discovery.k8s.io", LOOK, "endpointslices");
    rule(rules, "networking.k8s.io", LOOK, "ingressclasses", "ingresses");
    rule(rules, "networking.k8s.io", REPORT, "ingresses/status");
    rule(
        rules,
        API,
        LOOK,
        "gatewayclasses",
        "gateways",
        "httproutes",
        "grpcroutes",
        "backendtlspolicies",
        "referencegrants");
    rule(
        rules,
        API,
        REPORT,
        "gatewayclasses/status",
        "gateways/status",
        "httproutes/status",
        "grpcroutes/status",
        "backendtlspolicies/status");
    return role;
  }

  private static void rule(ArrayNode rules, String group, List<String> verbs, String... resources) {
    ObjectNode rule = rules.addObject();
    rule.putArray("apiGroups").add(group);
    ArrayNode names = rule.putArray("resources");
    List.of(resources).forEach(names::add);
    ArrayNode allowed = rule.putArray("verbs");
    verbs.forEach(allowed::add);
  }

  private static ObjectNode binding() {
    ObjectNode binding = object(ACCESS + "/v1", "ClusterRoleBinding", USER);
    binding
        .putObject("roleRef")
        .put("apiGroup", ACCESS)
        .put("kind", "ClusterRole")
        .put("name", USER);
    binding
        .putArray("subjects")
        .addObject()
        .put("apiGroup", ACCESS)
        .put("kind", "User")
        .put("name", USER);
    return binding;
  }

  private static ObjectNode ingressClass() {
    ObjectNode ingressClass = object("networking.k8s.io/v1", "IngressClass", CLASS);
    ingressClass
        .withObject("/metadata/annotations")
        .put("ingressclass.kubernetes.io/is-default-class", "true");
    ingressClass.putObject("spec").put("controller", "traefik.io/ingress-controller");
    return ingressClass;
  }

  private static ObjectNode gatewayClass() {
    ObjectNode gatewayClass = object(API + "/v1", "GatewayClass", CLASS);
    gatewayClass.putObject("spec").put("controllerName", "traefik.io/gateway-controller");
    return gatewayClass;
  }

  private ObjectNode secret() {
    ObjectNode secret = namespaced("v1", "Secret", SECRET).put("type", "kubernetes.io/tls");
    secret
        .putObject("data")
        .put("tls.crt", Kubeconfig.base64(certificate))
        .put("tls.key", Kubeconfig.base64(key));
    return secret;
  }

  private ObjectNode gateway() {
    ObjectNode gateway = namespaced(API + "/v1", "Gateway", "shared");
    ObjectNode spec = gateway.putObject("spec").put("gatewayClassName", CLASS);
    ArrayNode listeners = spec.putArray("listeners");
    listener(listeners, "http", http);
    ObjectNode tls = listener(listeners, "https", https).putObject("tls").put("mode", "Terminate");
    tls.putArray("certificateRefs").addObject().put("name", SECRET);
    return gateway;
  }

  /** Traefik serves a listener where it listens itself: on the port of this number. */
  private static ObjectNode listener(ArrayNode listeners, String name, int port) {
    ObjectNode listener = listeners.addObject().put("name", name).put("port", port);
    listener.put("protocol", name.toUpperCase(java.util.Locale.ROOT));
    listener.withObject("/allowedRoutes/namespaces").put("from", "All");
    return listener;
  }

  private static ObjectNode namespaced(String apiVersion, String kind, String name) {
    ObjectNode object = object(apiVersion, kind, name);
    object.withObject("/metadata").put("namespace", NAMESPACE);
    return object;
  }

  private static ObjectNode object(String apiVersion, String kind, String name) {
    ObjectNode object = JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }
}
