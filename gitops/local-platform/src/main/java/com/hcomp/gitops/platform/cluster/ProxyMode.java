package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.process.Command;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** By which of the kernel's ways kube-proxy leads Services to pods. */
public enum ProxyMode {
  /** What kube-proxy does best, with a kernel from 5.13 on. */
  NFTABLES("nftables"),
  /** What older kernels have, and those without nf_tables. */
  IPTABLES("iptables");

  // What kube-proxy's own rules are made of: a kernel may have nf_tables without all of it.
  private static final String PROBE =
      """
      table ip hcomp-probe {
        chain services {
          type nat hook prerouting priority dstnat
          fib daddr type local numgen random mod 1 vmap { 0 : accept }
        }
        chain masquerading {
          type nat hook postrouting priority srcnat
          masquerade
        }
      }
      """;

  private static final Pattern KERNEL = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final Pattern NFT = Pattern.compile("v(\\d+)\\.(\\d+)\\.(\\d+)");

  private final String value;

  ProxyMode(String value) {
    this.value = value;
  }

  /** The mode's name in kube-proxy's configuration. */
  String value() {
    return value;
  }

  /**
   * What this machine can: nftables if it works, else iptables.
   *
   * @param nft the program
   * @throws com.hcomp.gitops.model.ProblemException if neither works
   */
  public static ProxyMode detect(Path nft) {
    return detect(nft.toString(), "iptables-restore", System.getProperty("os.version", ""));
  }

  static ProxyMode detect(String nft, String iptablesRestore, String kernel) {
    Optional<String> againstNft = againstNftables(nft, kernel);
    if (againstNft.isEmpty()) {
      return NFTABLES;
    }
    // With --test it asks the kernel, and changes nothing.
    Optional<String> againstIptables =
        failure("*nat\n:HCOMP-PROBE - [0:0]\nCOMMIT\n", iptablesRestore, "--test", "--noflush");
    if (againstIptables.isEmpty()) {
      return IPTABLES;
    }
    throw new Problem(
            "NO-FIREWALL",
            "kube-proxy needs nftables or iptables, and neither works here.",
            Stream.of(againstNft, againstIptables)
                .flatMap(Optional::stream)
                .map(line -> "| " + line)
                .toList(),
            "Use a kernel with nf_tables or ip_tables, and install what sets them:\n"
                + "apt-get install nftables iptables")
        .asException();
  }

  private static Optional<String> againstNftables(String nft, String kernel) {
    Matcher version = KERNEL.matcher(kernel);
    if (!version.matches() || isBefore(version, 5, 13)) {
      return Optional.of("nftables: kube-proxy needs Linux 5.13, this is " + kernel);
    }
    try {
      Matcher program = NFT.matcher(Command.of(nft, "--version").run().output());
      if (!program.find()
          || isBefore(program, 1, 0)
          || program.group(2).equals("0") && program.group(3).equals("0")) {
        return Optional.of("nftables: kube-proxy needs nft 1.0.1");
      }
    } catch (UncheckedIOException e) {
      return Optional.of("nftables: " + e.getMessage());
    }
    return failure(PROBE, nft, "--check", "--file", "-");
  }

  private static boolean isBefore(Matcher version, int major, int minor) {
    int itsMajor = Integer.parseInt(version.group(1));
    return itsMajor < major || itsMajor == major && Integer.parseInt(version.group(2)) < minor;
  }

  private static Optional<String> failure(String input, String... command) {
    try {
      Command.of(command).output(input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return Optional.empty();
    } catch (com.hcomp.gitops.process.CommandFailed | UncheckedIOException e) {
      return String.valueOf(e.getMessage()).lines().findFirst();
    }
  }
}
