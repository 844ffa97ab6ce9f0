package com.hcomp.gitops.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.hcomp.gitops.argocd.EnvironmentAddress.Ports;
import com.hcomp.gitops.argocd.FakeArgoCd.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnvironmentAddressTest {
  private static final String APPLICATION = "/api/v1/applications/stg";
  private static final String SERVICE =
      "{\"spec\":{\"clusterIP\":\"10.209.0.7\",\"ports\":[{\"port\":80}]}}";

  private final FakeArgoCd server = new FakeArgoCd();
  private final Map<String, String> resources = new LinkedHashMap<>();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRoutesHostComesBeforeTheService() {
    has("Service", "app", SERVICE);
    has("HTTPRoute", "app", route("http", "stg.example.com"));

    assertThat(address(Ports.USUAL)).contains("http://stg.example.com");
    assertThat(server.requests()).as("no request for the Service").hasSize(2);
  }

  @Test
  void onTheLocalPlatformItNamesThePortOfTheCluster() {
    has("HTTPRoute", "app", route("http", "stg.hcomp.localhost"));

    assertThat(address(new Ports(21028, 21029))).contains("http://stg.hcomp.localhost:21028");
  }

  @Test
  void aHostThatIsServedOverTlsIsShownSo() {
    has("HTTPRoute", "redirect", route("http", "stg.example.com"));
    has("HTTPRoute", "app", route("https", "stg.example.com"));

    assertThat(address(Ports.USUAL)).contains("https://stg.example.com");
    assertThat(address(new Ports(21028, 21029))).contains("https://stg.example.com:21029");
  }

  @Test
  void aListenerIsKnownByItsPortToo() {
    has(
        "HTTPRoute",
        "app",
        "{\"spec\":{\"hostnames\":[\"a.example.com\"],\"parentRefs\":[{\"port\":443}]}}");

    assertThat(address(Ports.USUAL)).contains("https://a.example.com");
  }

  @Test
  void anIngressSaysItselfWhetherItHasTls() {
    has("Ingress", "app", "{\"spec\":{\"rules\":[{\"host\":\"stg.example.com\"}]}}");
    assertThat(address(Ports.USUAL)).contains("http://stg.example.com");

    has(
        "Ingress",
        "app",
        "{\"spec\":{\"tls\":[{\"secretName\":\"x\"}],\"rules\":[{\"host\":\"stg.example.com\"}]}}");
    assertThat(address(Ports.USUAL)).contains("https://stg.example.com");
  }

  @Test
  void whatIsNoHostIsPassedOver() {
    has("HTTPRoute", "any", route("http", "*.example.com"));
    has("Ingress", "any", "{\"spec\":{\"rules\":[{\"http\":{}}]}}");
    has("Service", "app", SERVICE);

    assertThat(address(Ports.USUAL)).contains("http://10.209.0.7");
  }

  @Test
  void aLoadBalancerComesBeforeTheServicesOwnAddress() {
    has(
        "Service",
        "app",
        "{\"spec\":{\"clusterIP\":\"10.0.0.1\",\"ports\":[{\"port\":8080}]},"
            + "\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"2001:db8::1\"}]}}}");

    assertThat(address(new Ports(21028, 21029))).contains("http://[2001:db8::1]:8080");
  }

  @Test
  void aServiceWithoutAnAddressIsNone() {
    has("Service", "headless", "{\"spec\":{\"clusterIP\":\"None\"}}");

    assertThat(address(Ports.USUAL)).isEmpty();
  }

  @Test
  void ofSeveralServicesTheFirstByNameCounts() {
    has("HTTPRoute", "app-greeter", route("https", "greeter.example.com"));
    has("HTTPRoute", "app", route("https", "stg.example.com"));
    assertThat(address(Ports.USUAL)).contains("https://stg.example.com");

    resources.clear();
    has("Service", "app-greeter", SERVICE.replace("10.209.0.7", "10.209.0.8"));
    has("Service", "app", SERVICE);
    assertThat(address(Ports.USUAL)).contains("http://10.209.0.7");
  }

  private static String route(String listener, String host) {
    return """
        {"spec":{"hostnames":["%s"],
          "parentRefs":[{"name":"shared","namespace":"gateway","sectionName":"%s"}]}}"""
        .formatted(host, listener);
  }

  private void has(String kind, String name, String manifest) {
    resources.put("kind=" + kind + "&resourceName=" + name, manifest);
  }

  private Optional<String> address(Ports ports) {
    List<String> nodes = new ArrayList<>();
    for (String resource : resources.keySet()) {
      String[] parts = resource.split("[=&]");
      nodes.add(
          "{\"group\":\"\",\"version\":\"v1\",\"kind\":\"%s\",\"namespace\":\"hcomp-stg\",\"name\":\"%s\"}"
              .formatted(parts[1], parts[3]));
    }
    server.answer(APPLICATION + "/resource-tree", "{\"nodes\":[" + String.join(",", nodes) + "]}");
    server.answerByQuery(
        APPLICATION + "/resource",
        query ->
            resources.entrySet().stream()
                .filter(
                    resource ->
                        List.of(query.split("&"))
                            .containsAll(List.of(resource.getKey().split("&"))))
                .findFirst()
                .map(
                    found ->
                        new Answer(
                            200, "{\"manifest\":" + TextNode.valueOf(found.getValue()) + "}"))
                .orElse(new Answer(404, "{}")));
    return Optional.ofNullable(
        new EnvironmentAddress(server.client()).of(Map.of("stg", ports)).get("stg"));
  }
}
