package com.hcomp.gitops.platform.network;

import com.hcomp.gitops.model.Problem;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Which addresses are for what. The range divides into eight blocks: the first holds the bridge
 * ({@code 10.208.0.0/24}) and each cluster's pods ({@code 10.208.<n>.0/24}), block n holds the
 * Services of cluster n ({@code 10.209.0.0/16} for the first), and the last those of the hub.
 *
 * @param range all that is taken
 */
public record NetworkPlan(Ipv4Range range) {
  /** Blocks, less the first and the hub's. */
  public static final int MOST_CLUSTERS = 6;

  private static final int FIRST_NODE = 10;
  private static final int HUB_BLOCK = 7;

  public NetworkPlan {
    // Kubernetes refuses Service ranges beyond /12, and the pods need eight /24 in one block.
    if (range.length() < 9 || range.length() > 18) {
      throw new IllegalArgumentException(range + " must be a /9 to a /18");
    }
  }

  /**
   * Reads the setting.
   *
   * @throws com.hcomp.gitops.model.ProblemException if it is no range that will do
   */
  public static NetworkPlan parse(String network) {
    try {
      return new NetworkPlan(Ipv4Range.parse(network));
    } catch (IllegalArgumentException e) {
      throw new Problem(
              "BAD-NETWORK",
              "gitops.network: " + e.getMessage() + ".",
              "Name a private range from /9 to /18 that nothing else uses:\n"
                  + "mvn gitops:up -Dgitops.network=10.208.0.0/13")
          .asException();
    }
  }

  /** The network between the host and the nodes. */
  public Ipv4Range bridge() {
    return block(0).part(0, 24);
  }

  /** The host's address for nodes and pods. */
  public String hostAddress() {
    return bridge().address(1);
  }

  /** The hardware address that goes with it, from those that everybody may give out. */
  public String hostHardwareAddress() {
    int address = (int) Ipv4Range.parse(hostAddress()).first();
    byte[] numbers = ByteBuffer.allocate(Integer.BYTES).putInt(address).array();
    return "02:00:" + HexFormat.ofDelimiter(":").formatHex(numbers);
  }

  /** A node's address; clusters count from 1. */
  public String nodeAddress(int cluster) {
    return bridge().address(FIRST_NODE + checked(cluster));
  }

  /** A cluster's pods. */
  public Ipv4Range pods(int cluster) {
    return block(0).part(checked(cluster), 24);
  }

  /** A cluster's Services. */
  public Ipv4Range services(int cluster) {
    return block(checked(cluster));
  }

  /** The Service address of a cluster's DNS. */
  public String dnsAddress(int cluster) {
    return services(cluster).address(10);
  }

  /** The hub's Services: nothing is routed there. */
  public Ipv4Range hubServices() {
    return block(HUB_BLOCK);
  }

  private Ipv4Range block(int number) {
    return range.part(number, range.length() + 3);
  }

  private static int checked(int cluster) {
    if (cluster < 1 || cluster > MOST_CLUSTERS) {
      throw new IllegalArgumentException(
          "clusters count from 1 to " + MOST_CLUSTERS + ": " + cluster);
    }
    return cluster;
  }
}
