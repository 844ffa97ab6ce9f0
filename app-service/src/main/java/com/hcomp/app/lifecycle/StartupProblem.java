package com.hcomp.app.lifecycle;

import com.hcomp.app.configuration.BadSetting;
import io.micronaut.http.server.exceptions.ServerStartupException;
import java.util.Optional;

/** Says in one line why the service can't start, where a setting or the machine is the cause. */
final class StartupProblem {
  private StartupProblem() {}

  /** The line; empty if the cause is none of those, which then is a mistake in the code. */
  static Optional<String> line(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadSetting) {
        return Optional.ofNullable(cause.getMessage());
      }
      if (cause instanceof ServerStartupException && cause.getCause() != null) {
        return Optional.of(cause.getMessage() + ": " + cause.getCause().getMessage());
      }
    }
    return Optional.empty();
  }
}
