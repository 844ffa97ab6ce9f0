package com.hcomp.gitops.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.network.Listeners;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PreflightTest {

  @Test
  void namesWhoHasAPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortPlan ports = new PortPlan(25000, socket.getLocalPort());

      assertThatThrownBy(() -> new Preflight().ports(ports, Map.of(), List.of()).check())
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("PORT-IN-USE")
          .hasMessageContaining(
              socket.getLocalPort() + "  java (process " + own() + "); it is for registry")
          .hasMessageContaining("-Dgitops.registryPort=");
    }
  }

  @Test
  void namesEachPortOfTheBlockThatWasTakenWhileTheRestRuns() throws IOException {
    int first = freeBlock();
    PortPlan ports = new PortPlan(first, first + PortPlan.SIZE);
    try (ServerSocket etcd = listen(ports.etcd());
        ServerSocket routes = listen(ports.https(1))) {
      // Somebody else's process runs, and is taken for one of ours; it has neither port.
      List<Long> ours = List.of(ProcessHandle.current().parent().orElseThrow().pid());

      assertThatThrownBy(
              () -> new Preflight().ports(ports, Map.of("hub", 0, "stg", 1), ours).check())
          .hasMessageContaining("2 ports are in use")
          .hasMessageContaining(ports.etcd() + "  java (process " + own() + "); it is for etcd")
          .hasMessageContaining(
              ports.https(1) + "  java (process " + own() + "); it is for traefik")
          .hasMessageContaining("-Dgitops.firstPort=");
      assertThat(etcd.isBound() && routes.isBound()).isTrue();
    }
  }

  @Test
  void ourOwnProcessesAreNoConflict() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortPlan ports = new PortPlan(25000, socket.getLocalPort());

      assertThatCode(() -> new Preflight().ports(ports, Map.of(), List.of(own())).check())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void namesWhatHasAnAddressRange() {
    // Every Linux has 127.0.0.0/8 on its loopback interface.
    HostNetwork network = new HostNetwork("hcomp-test", NetworkPlan.parse("127.0.0.0/13"));

    assertThatThrownBy(() -> new Preflight().addresses(network).check())
        .hasMessageContaining("NETWORK-IN-USE")
        .hasMessageContaining("127.0.0.0/8  interface lo")
        .hasMessageContaining("-Dgitops.network=");
  }

  @Test
  void namesAHomeThatCannotBeWrittenAndADiskWithoutRoom(@TempDir Path folder) throws IOException {
    Path home = Files.writeString(folder.resolve("file"), "").resolve("hcomp");

    assertThatThrownBy(() -> new Preflight().home(home).disk(folder, Long.MAX_VALUE / 2).check())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.code())
                    .containsExactly("HOME-UNWRITABLE", "DISK-FULL"));
  }

  @Test
  void everythingIsReportedTogether() {
    HostNetwork network = new HostNetwork("hcomp-test", NetworkPlan.parse("127.0.0.0/13"));
    Layout deep = new Layout(Path.of("/" + "deep/".repeat(20)));

    assertThatThrownBy(
            () -> new Preflight().folders(deep, List.of("stg-cluster")).addresses(network).check())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.code())
                    .containsExactly("HOME-TOO-LONG", "NETWORK-IN-USE"));
  }

  private static long own() {
    return ProcessHandle.current().pid();
  }

  private static int freeBlock() {
    return IntStream.iterate(46000, first -> first + PortPlan.SIZE)
        .filter(
            first ->
                IntStream.rangeClosed(first, first + PortPlan.SIZE).noneMatch(Listeners::taken))
        .findFirst()
        .orElseThrow();
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
