package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.argocd.ArgoCdAddress;
import com.hcomp.gitops.argocd.FakeArgoCd;
import com.hcomp.gitops.argocd.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Argo CD at the wire by a clock of the test's own. It speaks from a socket, because the JDK's
 * server lets nobody else say what time it is.
 */
final class TimedArgoCd implements AutoCloseable {
  private static final String APPLICATIONS = "/api/v1/applications";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final ServerSocket door;
  private final Clock clock;
  private volatile Map<String, String> applications = Map.of();
  private volatile Optional<FakeArgoCd.Answer> instead = Optional.empty();

  TimedArgoCd(Clock clock) {
    this.clock = clock;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** What it knows from now on: applications as JSON, by name. */
  void knows(Map<String, String> known) {
    applications = new TreeMap<>(known);
  }

  /** All that is asked is answered so, until it is given {@code empty}. */
  void answerInstead(Optional<FakeArgoCd.Answer> answer) {
    instead = answer;
  }

  ArgoCd client() {
    Duration patience = Duration.ofSeconds(20);
    return new ArgoCd(
        new ArgoCdAddress(
            URI.create("http://127.0.0.1:" + door.getLocalPort()), FakeArgoCd.TOKEN, false),
        new Patience(patience, patience, patience, 2, Duration.ofMillis(1)));
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = door.accept();
        start(() -> serve(caller));
      }
    } catch (IOException closed) {
      // Nobody calls any more.
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      BufferedReader request =
          new BufferedReader(
              new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
      String first = request.readLine();
      String line = first;
      while (line != null && !line.isEmpty()) {
        line = request.readLine();
      }
      if (first != null) {
        FakeArgoCd.Answer answer = instead.orElseGet(() -> answer(first.split("[ ?]")[1]));
        caller.getOutputStream().write(bytes(answer));
      }
    } catch (IOException gone) {
      // It didn't wait for the answer.
    }
  }

  private FakeArgoCd.Answer answer(String path) {
    if (path.equals(APPLICATIONS)) {
      return new FakeArgoCd.Answer(
          200, FakeArgoCd.list(applications.values().toArray(String[]::new)));
    }
    String application = applications.get(path.substring(path.lastIndexOf('/') + 1));
    return application == null
        ? new FakeArgoCd.Answer(403, "{\"error\":\"permission denied\",\"code\":7}")
        : new FakeArgoCd.Answer(200, application);
  }

  private byte[] bytes(FakeArgoCd.Answer answer) {
    int length = answer.body().getBytes(StandardCharsets.UTF_8).length;
    return ("HTTP/1.1 "
            + answer.status()
            + " As it is\r\nDate: "
            + DATE.format(clock.instant())
            + "\r\nConnection: close\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + answer.body())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "Argo CD");
    thread.setDaemon(true);
    thread.start();
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
