package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an environment answers: at the host of its route, else at its Service. */
public final class EnvironmentAddress {
  private final ArgoCd argoCd;

  public EnvironmentAddress(ArgoCd argoCd) {
    this.argoCd = argoCd;
  }

  /**
   * Where a cluster's routes are served.
   *
   * @param http the port for plain HTTP
   * @param https the port for TLS
   */
  public record Ports(int http, int https) {
    /** Those that a URL need not name. */
    public static final Ports USUAL = new Ports(80, 443);

    private String url(String host, boolean secure) {
      int port = secure ? https : http;
      int usual = secure ? USUAL.https : USUAL.http;
      return (secure ? "https://" : "http://") + host + (port == usual ? "" : ":" + port);
    }
  }

  /**
   * The URLs of applications, by name and in this order, asked for side by side. An application has
   * that of its HTTPRoute, else of its Ingress: over TLS if one is served so. Without a host in
   * either, it has that of its Service's load balancer, else of the Service's own address. Of
   * several, the first by name counts: the names of an alias' objects begin with that of the
   * release, which is the name of the first service.
   *
   * @param ports those of each application's cluster
   * @return without those that have no address
   */
  public Map<String, String> of(Map<String, Ports> ports) {
    Map<String, String> addresses = new LinkedHashMap<>();
    Parallel.map(
            List.copyOf(ports.keySet()), name -> of(name, ports.getOrDefault(name, Ports.USUAL)))
        .forEach((name, found) -> found.ifPresent(url -> addresses.put(name, url)));
    return addresses;
  }

  /** The URL of one application, whose cluster serves its routes at the usual ports. */
  public Optional<String> of(String application) {
    return of(application, Ports.USUAL);
  }

  /** The URL of an application's first Service, whatever routes lead there. */
  public Optional<String> ofService(String application) {
    return service(application, argoCd.resourceTree(application));
  }

  private Optional<String> of(String application, Ports ports) {
    ResourceTree tree = argoCd.resourceTree(application);
    return first(live(application, tree, "HTTPRoute").flatMap(route -> ofRoute(route, ports)))
        .or(() -> first(live(application, tree, "Ingress").flatMap(one -> ofIngress(one, ports))))
        .or(() -> service(application, tree));
  }

  private Optional<String> service(String application, ResourceTree tree) {
    return live(application, tree, "Service").flatMap(EnvironmentAddress::ofService).findFirst();
  }

  private Stream<JsonNode> live(String application, ResourceTree tree, String kind) {
    return tree.ofKind(kind).stream()
        .filter(node -> node.parents().isEmpty())
        .sorted(Comparator.comparing(ResourceTree.Node::name))
        .flatMap(node -> argoCd.live(application, node).stream());
  }

  /** The first over TLS, if there is one: what else there is most often only leads there. */
  private static Optional<String> first(Stream<String> urls) {
    List<String> all = urls.toList();
    return all.stream()
        .filter(url -> url.startsWith("https:"))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** A route does not say how its Gateway's listeners are served, but which of them it uses. */
  private static Stream<String> ofRoute(JsonNode route, Ports ports) {
    boolean secure =
        Json.each(route, "spec", "parentRefs").stream()
            .anyMatch(
                parent ->
                    Json.text(parent, "sectionName").startsWith("https")
                        || parent.path("port").asInt() == ports.https());
    return Json.each(route, "spec", "hostnames").stream()
        .map(JsonNode::asText)
        .filter(EnvironmentAddress::isHost)
        .map(host -> ports.url(host, secure));
  }

  private static Stream<String> ofIngress(JsonNode ingress, Ports ports) {
    boolean secure = !Json.each(ingress, "spec", "tls").isEmpty();
    return Json.each(ingress, "spec", "rules").stream()
        .map(rule -> Json.text(rule, "host"))
        .filter(EnvironmentAddress::isHost)
        .map(host -> ports.url(host, secure));
  }

  private static boolean isHost(String name) {
    return !name.isEmpty() && !name.startsWith("*");
  }

  private static Stream<String> ofService(JsonNode service) {
    int port = Json.at(service, "spec", "ports").path(0).path("port").asInt(80);
    JsonNode balancer = Json.at(service, "status", "loadBalancer", "ingress").path(0);
    return Stream.of(
            Json.text(balancer, "hostname"),
            Json.text(balancer, "ip"),
            Json.text(service, "spec", "clusterIP"))
        .filter(host -> !host.isEmpty() && !host.equals("None"))
        .limit(1)
        .map(host -> host.contains(":") ? "[" + host + "]" : host)
        .map(host -> new Ports(port, Ports.USUAL.https()).url(host, false));
  }
}
