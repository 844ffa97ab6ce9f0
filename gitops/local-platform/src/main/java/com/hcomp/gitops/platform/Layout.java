package com.hcomp.gitops.platform;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where things are.
 *
 * @param home the folder of all that is kept
 */
record Layout(Path home) {

  /** The platform's state: removed by a purge. */
  Path local() {
    return home.resolve("local");
  }

  /** Outside of what a purge removes: those who wait must wait for the same file. */
  Path lock() {
    return home.resolve("lock");
  }

  Path git() {
    return local().resolve("git").resolve("hcomp.git");
  }

  Path credentials() {
    return local().resolve("argocd").resolve("credentials.json");
  }

  FactsFile facts() {
    return new FactsFile(local().resolve("facts.json"));
  }

  Path clusters() {
    return local().resolve("clusters.json");
  }

  Path lastUp() {
    return local().resolve("last-up.json");
  }

  Path kernelSettings() {
    // In "kernel-settings", of earlier versions, values may be cut off.
    return local().resolve("kernel-settings.txt");
  }

  Path scratch() {
    return local().resolve("scratch");
  }

  /** Names links, namespaces and cgroups; two platforms with different homes don't share it. */
  String prefix() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(local().toString().getBytes(StandardCharsets.UTF_8));
      return "hcomp-" + HexFormat.of().formatHex(digest, 0, 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
