package com.hcomp.gitops.gate;

import java.util.Locale;

/** The gates, in the order in which they are asked and shown. */
public enum GateName {
  /** Exactly this release is live in the environment that it comes from (or was, long enough). */
  UPSTREAM,
  /** Its payload has run there for long enough. */
  SOAK,
  /** No rollback left it. */
  HELD,
  /** No other environment of the wave has broken on it. */
  WAVE,
  /** A window is open. */
  WINDOW,
  /** No freeze is on. */
  FREEZE,
  /** What is asked of the environment that it comes from is answered well. */
  CHECK,
  /** People have approved. */
  APPROVAL;

  /** As people write it: {@code -Dgitops.override=soak}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
