package com.hcomp.gitops.platform.network;

import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who listens on this machine's ports. */
public final class Listeners {
  private static final Path PROCESSES = Path.of("/proc");
  private static final int LISTENING = 0x0A;

  private Listeners() {}

  /** Whether some process listens on a port, on whatever address. */
  public static boolean taken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Those of the ports on which somebody listens who is none of ours, on whatever address.
   *
   * @param ours the numbers of processes
   */
  public static List<Integer> takenByOthers(Collection<Integer> ports, Collection<Long> ours) {
    List<Integer> taken = ports.stream().filter(Listeners::taken).toList();
    if (taken.isEmpty()) {
      return taken;
    }
    // Only these are looked into: to look into all of the machine's takes too long for each start.
    Set<String> known = new HashSet<>();
    ours.forEach(pid -> known.addAll(open(PROCESSES.resolve(String.valueOf(pid)))));
    List<String> table = table();
    return taken.stream()
        .filter(
            port -> {
              List<String> sockets = sockets(port, table);
              return sockets.isEmpty() || !known.containsAll(sockets);
            })
        .toList();
  }

  /**
   * Who listens there, such as {@code nginx (process 812)}; empty if that can't be seen.
   *
   * @param ours the numbers of processes that are not meant
   */
  public static Optional<String> owner(int port, Collection<Long> ours) {
    List<String> sockets = sockets(port, table());
    return Folders.list(PROCESSES).stream()
        .filter(process -> process.getFileName().toString().matches("[0-9]+"))
        .filter(process -> !ours.contains(Long.valueOf(process.getFileName().toString())))
        .filter(process -> open(process).stream().anyMatch(sockets::contains))
        .map(
            process ->
                String.join("", lines(process.resolve("comm")))
                    + " (process "
                    + process.getFileName()
                    + ")")
        .findFirst();
  }

  /** The sockets that listen on a port. */
  private static List<String> sockets(int port, List<String> table) {
    String end = String.format(Locale.ROOT, ":%04X", port);
    List<String> sockets = new ArrayList<>();
    for (String line : table) {
      // "number: local-address:port remote-address:port state ... inode ..."
      List<String> fields = List.of(line.strip().split("\\s+"));
      if (fields.size() > 9
          && fields.get(1).endsWith(end)
          && Integer.parseInt(fields.get(3), 16) == LISTENING) {
        sockets.add("socket:[" + fields.get(9) + "]");
      }
    }
    return sockets;
  }

  private static List<String> table() {
    List<String> table = new ArrayList<>(lines(Path.of("/proc/net/tcp")));
    table.addAll(lines(Path.of("/proc/net/tcp6")));
    return table;
  }

  /** What a process has open, as the kernel names it. */
  private static Set<String> open(Path process) {
    Set<String> open = new HashSet<>();
    try {
      for (Path file : Folders.list(process.resolve("fd"))) {
        try {
          open.add(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
          // It was closed meanwhile; the process may well have others.
        }
      }
    } catch (UncheckedIOException e) {
      return open; // it has ended, or is somebody else's
    }
    return open;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
