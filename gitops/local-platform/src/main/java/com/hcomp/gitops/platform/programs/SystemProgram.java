package com.hcomp.gitops.platform.programs;

import java.util.List;

/**
 * A program that a Linux distribution provides.
 *
 * @param name of the executable
 * @param packageName of Debian's package
 * @param places where the package has the executable, relative to the root folder
 */
public record SystemProgram(String name, String packageName, List<String> places) {
  public SystemProgram {
    places = List.copyOf(places);
  }

  /** Those that nodes and Argo CD need. */
  public static List<SystemProgram> standard() {
    return List.of(
        runc(),
        new SystemProgram("redis-server", "redis-server", List.of("usr/bin/redis-server")),
        new SystemProgram("nft", "nftables", List.of("usr/sbin/nft", "sbin/nft")));
  }

  /** A load generator: the platform runs without it. */
  public static SystemProgram wrk() {
    return new SystemProgram("wrk", "wrk", List.of("usr/bin/wrk"));
  }

  /** Runs a container. */
  public static SystemProgram runc() {
    return new SystemProgram("runc", "runc", List.of("usr/sbin/runc", "usr/bin/runc"));
  }
}
