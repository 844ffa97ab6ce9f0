package com.hcomp.gitops.platform.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a started process.
 *
 * @param identity the process
 * @param boot the machine's run that it belongs to: ticks count from a machine's start
 * @param fingerprint of its specification
 * @param since when it was started
 */
record ProcessRecord(
    String name, ProcessTable.Identity identity, String boot, String fingerprint, Instant since) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** That of a process that was started just now; it may have ended already. */
  static ProcessRecord of(String name, Process process, String fingerprint) {
    ProcessTable.Identity identity =
        ProcessTable.identify(process.pid()).orElse(new ProcessTable.Identity(process.pid(), -1));
    return new ProcessRecord(name, identity, currentBoot(), fingerprint, Instant.now());
  }

  boolean alive() {
    return boot.equals(currentBoot()) && identity.alive();
  }

  String json() {
    return JSON.createObjectNode()
            .put("name", name)
            .put("pid", identity.pid())
            .put("startTicks", identity.startTicks())
            .put("boot", boot)
            .put("fingerprint", fingerprint)
            .put("since", since.toString())
            .toPrettyString()
        + "\n";
  }

  /** Reads one; what is not whole counts as not there. */
  static Optional<ProcessRecord> read(Path file) {
    Optional<String> text = AtomicFile.secret(file).read();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(text.get());
      if (node.path("name").asText().isEmpty()
          || !node.path("pid").isIntegralNumber()
          || !node.path("startTicks").isIntegralNumber()) {
        return Optional.empty();
      }
      return Optional.of(
          new ProcessRecord(
              node.path("name").asText(),
              new ProcessTable.Identity(
                  node.path("pid").asLong(), node.path("startTicks").asLong()),
              node.path("boot").asText(),
              node.path("fingerprint").asText(),
              Instant.parse(node.path("since").asText())));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  static String currentBoot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
