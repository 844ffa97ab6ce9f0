package com.hcomp.gitops.platform.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.process.Command;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The bridge, links, routes and network namespaces on the host. Everything carries the platform's
 * prefix, so that it is found again without any record.
 *
 * @param prefix at most 12 characters: a link's name has at most 15
 * @param plan the addresses
 */
public record HostNetwork(String prefix, NetworkPlan plan) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path NAMESPACES = Path.of("/run/netns");

  public HostNetwork {
    if (!prefix.matches("[a-z][a-z0-9-]{1,11}")) {
      throw new IllegalArgumentException("no prefix for links: " + prefix);
    }
  }

  /** The same with other addresses. */
  public HostNetwork with(String range) {
    return new HostNetwork(prefix, NetworkPlan.parse(range));
  }

  /** The folder for what only has meaning while the machine runs. */
  public Path runFolder() {
    return Path.of("/run", prefix);
  }

  /** The name of a cluster's network namespace. */
  public String namespace(String cluster) {
    return prefix + "-" + cluster;
  }

  /**
   * An address range that is not ours.
   *
   * @param range the addresses
   * @param user what has them, as people find it with {@code ip}
   */
  public record Taken(Ipv4Range range, String user) {}

  /** What other links and routes have of our range. */
  public List<Taken> conflicts() {
    List<Taken> taken = new ArrayList<>();
    for (JsonNode link : json("ip", "-j", "-4", "addr", "show")) {
      String name = link.path("ifname").asText();
      for (JsonNode address : link.path("addr_info")) {
        Ipv4Range range =
            Ipv4Range.around(address.path("local").asText(), address.path("prefixlen").asInt());
        taken.add(new Taken(range, "interface " + name));
      }
    }
    for (JsonNode route : json("ip", "-j", "-4", "route", "show")) {
      String target = route.path("dst").asText();
      if (!target.equals("default")) {
        taken.add(new Taken(Ipv4Range.parse(target), "route via " + route.path("dev").asText()));
      }
    }
    return taken.stream()
        .filter(one -> one.range().overlaps(plan.range()) && !one.user().endsWith(" " + prefix))
        .distinct()
        .toList();
  }

  /** Makes the bridge with the host's address, unless it is there. */
  public void makeBridge() {
    if (!linkExists(prefix)) {
      // One of its own: else it has the lowest of its ports', and a node that knows that one loses
      // the host for most of a minute when the next node joins with a lower one.
      ip("link", "add", prefix, "address", plan.hostHardwareAddress(), "type", "bridge");
    }
    ip("addr", "replace", plan.hostAddress() + "/24", "dev", prefix);
    ip("link", "set", prefix, "up");
  }

  /** Whether a node's network is whole. */
  public boolean nodeExists(String cluster, int number) {
    return linkExists(prefix)
        && linkExists(link(number))
        && Files.exists(NAMESPACES.resolve(namespace(cluster)))
        && json("ip", "-j", "-4", "route", "show", plan.services(number).toString()).size() > 0;
  }

  /** Makes a node's network namespace, its link to the bridge, and the host's routes to it. */
  public void makeNode(String cluster, int number) {
    removeNode(cluster, number);
    String namespace = namespace(cluster);
    String link = link(number);
    ip("netns", "add", namespace);
    ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("link", "set", link, "master", prefix, "up");
    inside(namespace, "link", "set", "lo", "up");
    inside(namespace, "addr", "add", plan.nodeAddress(number) + "/24", "dev", "eth0");
    inside(namespace, "link", "set", "eth0", "up");
    inside(namespace, "route", "add", "default", "via", plan.hostAddress());
    Command.of(
            "nsenter",
            "--net=" + NAMESPACES.resolve(namespace),
            "sh",
            "-c",
            "echo 1 > /proc/sys/net/ipv4/ip_forward")
        .output();
    for (Ipv4Range range : List.of(plan.pods(number), plan.services(number))) {
      ip("route", "replace", range.toString(), "via", plan.nodeAddress(number), "dev", prefix);
    }
  }

  /** Removes a node's namespace and link; its routes go when the bridge does. */
  public void removeNode(String cluster, int number) {
    if (linkExists(link(number))) {
      ip("link", "delete", link(number));
    }
    removeNamespace(namespace(cluster));
  }

  /** Removes all that carries the prefix. */
  public void removeAll() {
    for (String link : links()) {
      if (linkExists(link)) {
        ip("link", "delete", link);
      }
    }
    namespaces().forEach(HostNetwork::removeNamespace);
  }

  /** Our links, the bridge among them. */
  public List<String> links() {
    return StreamSupport.stream(json("ip", "-j", "link", "show").spliterator(), false)
        .map(link -> link.path("ifname").asText())
        .filter(this::ours)
        .toList();
  }

  /** Our network namespaces. */
  public List<String> namespaces() {
    return com.hcomp.gitops.platform.state.Folders.list(NAMESPACES).stream()
        .map(path -> path.getFileName().toString())
        .filter(this::ours)
        .toList();
  }

  private boolean ours(String name) {
    return name.equals(prefix) || name.startsWith(prefix + "-");
  }

  private String link(int number) {
    return prefix + "-" + number;
  }

  private static void removeNamespace(String namespace) {
    if (Files.exists(NAMESPACES.resolve(namespace))) {
      ip("netns", "delete", namespace);
    }
  }

  private static boolean linkExists(String name) {
    return Files.exists(Path.of("/sys/class/net", name));
  }

  private static void inside(String namespace, String... arguments) {
    Command.of("ip", "-n", namespace).and(arguments).output();
  }

  private static void ip(String... arguments) {
    Command.of("ip").and(arguments).output();
  }

  private static JsonNode json(String... command) {
    try {
      String output = Command.of(command).output();
      return JSON.readTree(output.isBlank() ? "[]" : output);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
