package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network between the host and its nodes. */
class NetworkIT {
  private static final String PREFIX = "hcomp-joins";

  private final NetworkPlan plan = NetworkPlan.parse("10.232.0.0/13");
  private final HostNetwork network = new HostNetwork(PREFIX, plan);

  @BeforeEach
  @AfterEach
  void removeAll() {
    network.removeAll();
  }

  /** A kubelet that was started a moment before the next node's network would wait for it. */
  @Test
  void nodesReachTheHostWhileOthersJoin() throws IOException {
    network.makeBridge();
    network.makeNode("one", 1);
    network.makeNode("two", 2);
    try (ServerSocket host = new ServerSocket(0, 9, InetAddress.getByName(plan.hostAddress()))) {
      assertThat(reaches("one", host)).isTrue();
      assertThat(reaches("two", host)).isTrue();

      joinWithTheLowestAddress();

      assertThat(reaches("one", host)).isTrue();
      assertThat(reaches("two", host)).isTrue();
    }
  }

  private static void joinWithTheLowestAddress() {
    String port = PREFIX + "-3";
    Command.of("ip", "link", "add", port, "address", "02:00:00:00:00:01")
        .and("type", "veth", "peer", "name", PREFIX + "-4")
        .output();
    Command.of("ip", "link", "set", port, "master", PREFIX, "up").output();
  }

  private boolean reaches(String node, ServerSocket host) {
    String address = "/dev/tcp/" + plan.hostAddress() + "/" + host.getLocalPort();
    return Command.of("nsenter", "--net=/run/netns/" + network.namespace(node))
            .and("timeout", "3", "bash", "-c", "exec 3<>" + address)
            .run()
            .exitStatus()
        == 0;
  }
}
