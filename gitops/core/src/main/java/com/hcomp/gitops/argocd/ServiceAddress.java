package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an application's Service answers. */
public final class ServiceAddress {
  private final ArgoCd argoCd;

  public ServiceAddress(ArgoCd argoCd) {
    this.argoCd = argoCd;
  }

  /**
   * A URL: that of the first Service's load balancer, else of its cluster address.
   *
   * @return empty where no Service has an address
   */
  public Optional<String> of(String application) {
    return argoCd.resourceTree(application).ofKind("Service").stream()
        .filter(service -> service.parents().isEmpty())
        .flatMap(service -> argoCd.live(application, service).stream())
        .flatMap(ServiceAddress::url)
        .findFirst();
  }

  private static Stream<String> url(JsonNode service) {
    int port = Json.at(service, "spec", "ports").path(0).path("port").asInt(80);
    JsonNode balancer = Json.at(service, "status", "loadBalancer", "ingress").path(0);
    return Stream.of(
            Json.text(balancer, "hostname"),
            Json.text(balancer, "ip"),
            Json.text(service, "spec", "clusterIP"))
        .filter(host -> !host.isEmpty() && !host.equals("None"))
        .limit(1)
        .map(host -> host.contains(":") ? "[" + host + "]" : host)
        .map(host -> "http://" + host + (port == 80 ? "" : ":" + port));
  }
}
