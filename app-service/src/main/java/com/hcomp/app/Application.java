package com.hcomp.app;

import com.hcomp.app.lifecycle.Service;
import com.hcomp.app.lifecycle.Training;
import com.hcomp.app.smoketest.SmokeTest;
import java.io.IOException;

/**
 * Starts the service. With the argument {@code smoke-test} it asks a running one how it is instead,
 * and with {@code train} it starts one, uses it and ends it.
 */
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    if (!run(arguments)) {
      System.exit(1);
    }
  }

  private static boolean run(String[] arguments) {
    if (arguments.length == 0 || arguments[0].startsWith("-")) {
      return Service.start(arguments, System.err);
    }
    return switch (arguments[0]) {
      case "smoke-test" -> SmokeTest.run(System.getenv(), build(), System.out);
      case "train" -> Training.run(build(), System.out);
      default -> {
        System.err.println("'" + arguments[0] + "' is unknown; allowed: smoke-test, train");
        yield false;
      }
    };
  }

  private static BuildInformation build() {
    try {
      return BuildInformation.read(Application.class.getClassLoader());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
