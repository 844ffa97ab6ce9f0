package com.hcomp.gitops.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.registry.RegistryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {
  @TempDir Path home;

  @Test
  void aRegistryOnThisMachineIsFoundAtTheHostsAddress() throws IOException {
    write(
        new RegistryAddress("localhost:5001/hcomp"),
        new RegistryAddress("127.0.0.1:5003/team/hcomp"),
        new RegistryAddress("registry.example.com/hcomp", true),
        new RegistryAddress("localhost.example.com/hcomp"));

    assertThat(server("localhost:5001")).isEqualTo("http://10.208.0.1:5001");
    assertThat(server("127.0.0.1:5003")).isEqualTo("http://10.208.0.1:5003");
    assertThat(server("registry.example.com")).isEqualTo("http://registry.example.com");
    assertThat(server("localhost.example.com")).isEqualTo("https://localhost.example.com");
  }

  @Test
  void whatContainersPrintAndLeaveIsBounded() throws IOException {
    write();

    assertThat(Files.readString(home.resolve("kubelet.yaml")))
        .contains(
            "\ncontainerLogMaxSize: 10Mi\n",
            "\ncontainerLogMaxFiles: 2\n",
            "\nimageMaximumGCAge: 48h\n");
  }

  @Test
  void kubeProxyIsToldWhatTheMachineCan() throws IOException {
    write();

    assertThat(Files.readString(home.resolve("kube-proxy.yaml"))).contains("\nmode: iptables\n");
  }

  private void write(RegistryAddress... registries) {
    ControlPlane plane =
        new ControlPlane(
            "stg-cluster",
            1,
            home,
            NetworkPlan.parse("10.208.0.0/13"),
            new PortPlan(21000, 5001),
            new ProgramSet(Map.of("bridge", home.resolve("bridge"), "runc", home.resolve("runc"))));
    new NodeFiles(
            home,
            plane,
            "pause",
            List.of(registries),
            new Cgroups("hcomp-test"),
            "pods",
            home.resolve("run"),
            ProxyMode.IPTABLES)
        .write();
  }

  private String server(String host) throws IOException {
    String hosts = Files.readString(home.resolve("registries").resolve(host).resolve("hosts.toml"));
    String server = hosts.lines().findFirst().orElseThrow().replaceAll("server = \"(.*)\"", "$1");
    assertThat(hosts).contains("[host.\"" + server + "\"]");
    return server;
  }
}
