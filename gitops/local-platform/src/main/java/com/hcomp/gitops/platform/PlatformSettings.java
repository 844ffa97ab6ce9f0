package com.hcomp.gitops.platform;

import com.hcomp.gitops.registry.RegistryAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a user can choose.
 *
 * @param home where programs and state are kept, {@code ~/.cache/hcomp} by default
 * @param programs a folder with programs that is looked into before any is built
 * @param firstPort the first of 40 ports on which the platform's parts listen
 * @param registryPort the OCI registry's port
 * @param network a private IPv4 range for nodes, pods and Services, /9 to /18
 * @param otherRegistry one more registry that nodes and Argo CD read from; nodes find one on
 *     localhost at the host's address for them
 */
public record PlatformSettings(
    Path home,
    Optional<Path> programs,
    int firstPort,
    int registryPort,
    String network,
    Optional<RegistryAddress> otherRegistry) {
  /** The first port, unless another is chosen. */
  public static final int FIRST_PORT = 21000;

  /** The registry's port, unless another is chosen. */
  public static final int REGISTRY_PORT = 5001;

  /** The addresses, unless others are chosen. */
  public static final String NETWORK = "10.208.0.0/13";

  /** With no registry but the platform's own. */
  public PlatformSettings(
      Path home, Optional<Path> programs, int firstPort, int registryPort, String network) {
    this(home, programs, firstPort, registryPort, network, Optional.empty());
  }

  public PlatformSettings {
    home = home.toAbsolutePath().normalize();
    programs = programs.map(folder -> folder.toAbsolutePath().normalize());
  }

  /** What holds if nothing is chosen. */
  public static PlatformSettings defaults() {
    return new PlatformSettings(
        defaultHome(), Optional.empty(), FIRST_PORT, REGISTRY_PORT, NETWORK);
  }

  /** {@code $XDG_CACHE_HOME/hcomp}, or {@code ~/.cache/hcomp}. */
  public static Path defaultHome() {
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "hcomp")
        : Path.of(cache, "hcomp");
  }
}
