package com.hcomp.gitops.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.programs.ProgramSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ClusterDnsTest {
  @TempDir Path home;

  @Test
  void podsAskTheServiceAndTheServiceLeadsToCoreDns() throws IOException {
    ControlPlane plane = plane(2);
    ClusterDns dns = new ClusterDns(plane);
    dns.writeFiles();
    NodeFiles node =
        new NodeFiles(
            home,
            plane,
            "pause",
            List.of(),
            new Cgroups("hcomp-test"),
            "pods",
            home.resolve("run"),
            ProxyMode.NFTABLES);
    node.write();

    JsonNode kubelet = yaml(Files.readString(node.kubeletConfig()));
    JsonNode service = object(dns, "Service");
    JsonNode endpoints = object(dns, "EndpointSlice");
    String address = endpoints.at("/endpoints/0/addresses/0").asText();

    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("10.210.0.10");
    assertThat(kubelet.get("clusterDNS")).containsExactly(service.at("/spec/clusterIP"));
    assertThat(endpoints.at("/metadata/labels").get("kubernetes.io/service-name"))
        .isEqualTo(service.at("/metadata/name"));
    assertThat(endpoints.get("ports")).isEqualTo(service.at("/spec/ports"));
    assertThat(Files.readString(dns.folder().resolve("Corefile")))
        .startsWith(kubelet.get("clusterDomain").asText() + " ")
        .contains("bind " + address + "\n");
    assertThat(dns.health()).startsWith("http://" + address + ":");
  }

  @Test
  void coreDnsMayOnlyLookAtWhatNamesAreMadeOf() {
    for (JsonNode rule : object(new ClusterDns(plane(1)), "ClusterRole").get("rules")) {
      assertThat(rule.get("verbs").toString()).isEqualTo("[\"list\",\"watch\"]");
      assertThat(rule.get("resources"))
          .extracting(JsonNode::asText)
          .isSubsetOf("namespaces", "services", "endpointslices");
    }
  }

  private ControlPlane plane(int number) {
    return new ControlPlane(
        "cluster-" + number,
        number,
        home,
        NetworkPlan.parse("10.208.0.0/13"),
        new PortPlan(21000, 5001),
        new ProgramSet(Map.of("bridge", home.resolve("bridge"), "runc", home.resolve("runc"))));
  }

  private static JsonNode object(ClusterDns dns, String kind) {
    Iterable<Object> all = load().loadAllFromString(dns.objects());
    return StreamSupport.stream(all.spliterator(), false)
        .map(ClusterDnsTest::json)
        .filter(object -> object.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode yaml(String text) {
    return json(load().loadFromString(text));
  }

  private static JsonNode json(Object content) {
    return new ObjectMapper().valueToTree(content);
  }

  private static Load load() {
    return new Load(LoadSettings.builder().build());
  }
}
