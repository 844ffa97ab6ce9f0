package com.hcomp.gitops.platform.network;

import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who listens on this machine's ports. */
public final class Listeners {
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

  /** Who listens there, such as {@code nginx (process 812)}; empty if that can't be seen. */
  public static Optional<String> owner(int port) {
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : lines(Path.of(table))) {
        List<String> fields = List.of(line.strip().split("\\s+"));
        if (fields.size() > 9
            && fields.get(1).endsWith(String.format(Locale.ROOT, ":%04X", port))
            && Integer.parseInt(fields.get(3), 16) == LISTENING) {
          return process("socket:[" + fields.get(9) + "]");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> process(String socket) {
    for (Path process : Folders.list(Path.of("/proc"))) {
      if (Character.isDigit(process.getFileName().toString().charAt(0)) && opens(process, socket)) {
        String name = String.join("", lines(process.resolve("comm")));
        return Optional.of(name + " (process " + process.getFileName() + ")");
      }
    }
    return Optional.empty();
  }

  private static boolean opens(Path process, String socket) {
    try {
      return Folders.list(process.resolve("fd")).stream().anyMatch(file -> is(file, socket));
    } catch (UncheckedIOException e) {
      return false; // it has ended, or is somebody else's
    }
  }

  private static boolean is(Path file, String socket) {
    try {
      return Files.readSymbolicLink(file).toString().equals(socket);
    } catch (IOException e) {
      return false; // it was closed meanwhile; the process may well have others
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
