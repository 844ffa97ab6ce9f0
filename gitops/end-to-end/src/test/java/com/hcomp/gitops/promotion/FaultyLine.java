package com.hcomp.gitops.promotion;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server that can be cut, or answer in its place. */
final class FaultyLine implements AutoCloseable {
  /** How the line is. */
  enum Fault {
    /** It passes everything on. */
    NONE,
    /** Whoever calls is cut off. */
    DOWN,
    /** Whoever calls hears nothing. */
    SILENT,
    /** Whoever calls is told that the server has failed. */
    ERROR,
    /** Whoever calls gets the page of something else. */
    NONSENSE
  }

  private final ServerSocket door;
  private final String host;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;

  FaultyLine(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Where to call. */
  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** From now on it is so; calls that are under way are cut off. */
  void suffer(Fault now) {
    fault = now;
    open.forEach(FaultyLine::close);
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = door.accept();
        open.add(caller);
        start(() -> serve(caller));
      }
    } catch (IOException closed) {
      open.forEach(FaultyLine::close);
    }
  }

  private void serve(Socket caller) {
    switch (fault) {
      case NONE -> passOn(caller);
      case DOWN -> close(caller);
      case SILENT -> {}
      case ERROR -> answer(caller, "500 Internal Server Error", "out of order");
      case NONSENSE -> answer(caller, "200 OK", "<html>welcome to the hotel's network</html>");
    }
  }

  private void passOn(Socket caller) {
    try {
      Socket server = new Socket(host, port);
      open.add(server);
      start(() -> copy(server, caller));
      copy(caller, server);
    } catch (IOException e) {
      close(caller);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Said by closing both.
    } finally {
      close(from);
      close(to);
    }
  }

  private static void answer(Socket caller, String status, String body) {
    try (caller) {
      InputStream request = caller.getInputStream();
      byte[] some = new byte[8192];
      if (request.read(some) < 0) {
        return;
      }
      String text =
          "HTTP/1.1 "
              + status
              + "\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      OutputStream stream = caller.getOutputStream();
      stream.write(text.getBytes(StandardCharsets.US_ASCII));
      stream.flush();
    } catch (IOException gone) {
      // It didn't wait for the answer.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
