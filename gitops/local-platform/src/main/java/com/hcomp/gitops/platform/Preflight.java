package com.hcomp.gitops.platform;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.network.Listeners;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.state.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Finds everything that is missing before anything is started. */
final class Preflight {
  private static final int LONGEST_SOCKET = 107;
  // What is called by name, and the Debian package that has it.
  private static final Map<String, String> TOOLS =
      new TreeMap<>(
          Map.of(
              "git", "git",
              "ip", "iproute2",
              "ldd", "libc-bin",
              "mount", "mount",
              "nsenter", "util-linux",
              "setsid", "util-linux",
              "umount", "mount"));

  private static final List<String> OTHER_NETWORKS =
      List.of("10.208.0.0/13", "10.96.0.0/13", "172.24.0.0/13", "192.168.0.0/16");

  private final List<Problem> problems = new ArrayList<>();

  /** Adds what somebody else found. */
  Preflight add(List<Problem> more) {
    problems.addAll(more);
    return this;
  }

  /** Ends the work if anything was found. */
  void check() {
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** The machine and its user. */
  Preflight machine() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      problems.add(
          new Problem(
              "NOT-LINUX",
              "The local platform runs real nodes and needs Linux; this is "
                  + System.getProperty("os.name")
                  + ".",
              "Run it in a Linux machine, or deploy to clusters that you have: docs/github.md."));
      return this; // nothing else can be looked at
    }
    root(problems);
    Map<String, List<String>> missing = new LinkedHashMap<>();
    TOOLS.forEach(
        (tool, owner) -> {
          if (!onPath(tool)) {
            missing.computeIfAbsent(owner, key -> new ArrayList<>()).add(tool);
          }
        });
    missing.forEach(
        (owner, tools) ->
            problems.add(
                new Problem(
                    "NO-TOOL",
                    String.join(", ", tools) + ": not on the PATH.",
                    "Install it:\napt-get install " + owner)));
    return this;
  }

  static void root(List<Problem> problems) {
    try {
      if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
        problems.add(
            new Problem(
                "NOT-ROOT",
                "The local platform makes network namespaces, mounts and cgroups, which only root"
                    + " may; this runs as "
                    + System.getProperty("user.name")
                    + ".",
                "Run it as root, with your environment:\nsudo -E env PATH=\"$PATH\" mvn gitops:up"));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The folder of all that is kept: it is made, unless it is there. */
  Preflight home(Path home) {
    Disk.unwritable(home).ifPresent(problems::add);
    return this;
  }

  /**
   * Room on the disk of that folder.
   *
   * @param toBuild bytes that are needed while programs are built
   */
  Preflight disk(Path home, long toBuild) {
    try {
      Disk.of(home).tooSmall(toBuild).ifPresent(problems::add);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return this;
  }

  /** Folders: sockets in them must not get too long a name. */
  Preflight folders(Layout layout, Iterable<String> clusters) {
    for (String cluster : clusters) {
      Path socket =
          layout.local().resolve("nodes").resolve(cluster).resolve("containerd.sock.ttrpc");
      if (socket.toString().length() > LONGEST_SOCKET) {
        problems.add(
            new Problem(
                "HOME-TOO-LONG",
                socket + " is longer than the " + LONGEST_SOCKET + " bytes that a socket may have.",
                "Choose a shorter folder:\nmvn gitops:up -Dgitops.home=/var/lib/hcomp"));
        break;
      }
    }
    return this;
  }

  /**
   * Ports that somebody else has.
   *
   * @param ours the numbers of the platform's processes that run: what they have is no conflict,
   *     even if another of them is to have it from now on
   */
  Preflight ports(PortPlan plan, Map<String, Integer> apiServers, Collection<Long> ours) {
    Map<Integer, String> listeners = plan.listeners(apiServers);
    List<Integer> taken = Listeners.takenByOthers(listeners.keySet(), ours);
    List<Integer> block = taken.stream().filter(port -> port != plan.registry()).toList();
    if (taken.contains(plan.registry())) {
      int free = plan.registry() + 1;
      while (Listeners.taken(free)) {
        free++;
      }
      inUse(List.of(plan.registry()), listeners, ours, "-Dgitops.registryPort=" + free);
    }
    if (!block.isEmpty()) {
      inUse(block, listeners, ours, "-Dgitops.firstPort=" + freeBlock(plan));
    }
    return this;
  }

  private static int freeBlock(PortPlan plan) {
    int first = plan.first() < 60000 ? plan.first() + 1000 : 21000;
    return IntStream.iterate(first, start -> start < 65000, start -> start + PortPlan.SIZE)
        .filter(start -> plan.registry() < start || plan.registry() >= start + PortPlan.SIZE)
        .filter(start -> IntStream.range(start, start + PortPlan.SIZE).noneMatch(Listeners::taken))
        .findFirst()
        .orElse(first);
  }

  private void inUse(
      List<Integer> ports, Map<Integer, String> listeners, Collection<Long> ours, String setting) {
    problems.add(
        new Problem(
            "PORT-IN-USE",
            (ports.size() == 1 ? "A port is" : ports.size() + " ports are")
                + " in use that the platform needs.",
            ports.stream()
                .map(
                    port ->
                        port
                            + "  "
                            + Listeners.owner(port, ours).orElse("by whom can't be seen")
                            + "; it is for "
                            + listeners.get(port))
                .toList(),
            "Stop that, or choose another:\nmvn gitops:up " + setting));
  }

  /** Address ranges that somebody else has. */
  Preflight addresses(HostNetwork network) {
    if (!onPath("ip")) {
      return this; // that is a problem of its own
    }
    List<HostNetwork.Taken> conflicts = network.conflicts();
    if (!conflicts.isEmpty()) {
      String free =
          OTHER_NETWORKS.stream()
              .filter(other -> network.with(other).conflicts().isEmpty())
              .findFirst()
              .orElse("<a free private range>");
      problems.add(
          new Problem(
              "NETWORK-IN-USE",
              "Addresses in " + network.plan().range() + " are in use on this machine.",
              conflicts.stream().map(taken -> taken.range() + "  " + taken.user()).toList(),
              "Choose a range that is free:\nmvn gitops:up -Dgitops.network=" + free));
    }
    return this;
  }

  private static boolean onPath(String tool) {
    List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(":", -1)));
    return folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
