package com.hcomp.gitops.registry;

import com.hcomp.gitops.platform.PlatformSettings;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.report.Console;
import java.nio.file.Path;
import java.util.Optional;

/** The real programs that tests run against; built once, like those of the local platform. */
public final class Programs {
  private Programs() {}

  /** The OCI registry distribution. */
  public static Path registry() {
    return programs().registry();
  }

  public static Path helm() {
    return programs().helm();
  }

  /** What clusters without nodes run. */
  public static ProgramSet controlPlanes() {
    return programs().controlPlanes();
  }

  /** Runs containers. */
  public static Path runc() {
    return programs().runc();
  }

  /** Puts load on a server. */
  public static Path wrk() {
    return programs().wrk();
  }

  private static com.hcomp.gitops.platform.programs.Programs programs() {
    Optional<Path> named = Optional.ofNullable(System.getProperty("gitops.home")).map(Path::of);
    return new com.hcomp.gitops.platform.programs.Programs(
        named.orElseGet(PlatformSettings::defaultHome), Optional.empty(), new Console(System.out));
  }
}
