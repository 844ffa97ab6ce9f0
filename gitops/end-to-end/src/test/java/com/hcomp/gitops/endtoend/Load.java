package com.hcomp.gitops.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A steady load on one host by wrk, from its start until it is stopped. */
final class Load {
  static final int CONNECTIONS = 10;
  private static final int REST_MILLISECONDS = 25;

  /** The longest that a change may take; wrk must be given an end. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final Process process;

  private Load(Process process) {
    this.process = process;
  }

  /**
   * How requests reach the host.
   *
   * @param wrk the program
   * @param script steady.lua
   * @param url what is asked, by an address
   * @param host the name that is asked for
   */
  record Target(Path wrk, Path script, String url, String host) {

    /**
     * Starts a load.
     *
     * @param reused whether connections are used again; otherwise each request opens one
     */
    Load start(boolean reused) {
      List<String> command = new ArrayList<>(List.of(wrk.toString()));
      command.addAll(
          List.of("--threads", "1", "--connections", "" + CONNECTIONS, "--timeout", "10s"));
      command.addAll(List.of("--duration", BOUND.toSeconds() + "s", "--script", script.toString()));
      command.addAll(List.of("--header", "Host: " + host));
      if (!reused) {
        command.addAll(List.of("--header", "Connection: close"));
      }
      command.addAll(List.of(url, "--", "" + REST_MILLISECONDS));
      try {
        return new Load(new ProcessBuilder(command).redirectErrorStream(true).start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Ends it and tells what became of its requests. */
  Result stop() {
    try {
      if (!process.isAlive()) {
        throw new IllegalStateException("wrk has ended by itself: " + read());
      }
      // Asked to by SIGINT, wrk ends and prints its figures.
      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
      String output = read();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("wrk does not end");
      }
      return output
          .lines()
          .filter(line -> line.startsWith("RESULT "))
          .map(Result::parse)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no result: " + output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String read() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /**
   * What became of the requests of a load.
   *
   * @param requests answered ones
   * @param seconds how long it went on
   * @param dropped requests without an answer: not connected, cut off, or too late
   * @param refused answers with a status of 400 and above
   * @param p50 half of the answers took at most this long, in milliseconds
   * @param p99 99 of 100 did
   * @param max the longest
   */
  record Result(
      long requests,
      double seconds,
      long dropped,
      long refused,
      double p50,
      double p99,
      double max) {
    static Result parse(String line) {
      long[] number =
          List.of(line.split(" ")).stream().skip(1).mapToLong(Long::parseLong).toArray();
      return new Result(
          number[0],
          number[1] / 1e6,
          number[2] + number[3] + number[4] + number[5],
          number[6],
          number[7] / 1e3,
          number[8] / 1e3,
          number[9] / 1e3);
    }

    long failed() {
      return dropped + refused;
    }

    double rate() {
      return requests / seconds;
    }
  }
}
