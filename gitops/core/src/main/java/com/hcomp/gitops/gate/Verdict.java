package com.hcomp.gitops.gate;

import java.time.Instant;
import java.util.Optional;

/** What a gate says. What can't be told is Blocked: unknown is never a pass. */
public sealed interface Verdict {
  /** For people, with the figure that decided: {@code 4 m of 30 m}. */
  String reason();

  /** It may go through. */
  record Pass(String reason) implements Verdict {}

  /**
   * Time alone may open it.
   *
   * @param until when, as far as that is known
   */
  record Wait(String reason, Optional<Instant> until) implements Verdict {}

  /**
   * Somebody must do something, or what can't be read must be readable again.
   *
   * @param remedy what to do; ends with the command where there is one
   */
  record Blocked(String reason, String remedy) implements Verdict {}
}
