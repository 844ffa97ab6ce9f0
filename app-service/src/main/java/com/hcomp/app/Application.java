package com.hcomp.app;

import com.hcomp.app.lifecycle.Service;
import com.hcomp.app.smoketest.SmokeTest;
import java.io.IOException;

/** Starts the service, or with the argument {@code smoke-test} asks a running one how it is. */
public final class Application {
  private static final String SMOKE_TEST = "smoke-test";

  private Application() {}

  public static void main(String[] arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (first.equals(SMOKE_TEST)) {
      System.exit(smokeTest() ? 0 : 1);
    }
    if (!first.isEmpty() && !first.startsWith("-")) {
      System.err.println("The argument '" + first + "' is unknown; allowed: " + SMOKE_TEST);
      System.exit(1);
    }
    if (!Service.start(arguments, System.err)) {
      System.exit(1);
    }
  }

  private static boolean smokeTest() {
    try {
      BuildInformation build = BuildInformation.read(Application.class.getClassLoader());
      return SmokeTest.run(System.getenv(), build, System.out);
    } catch (IOException e) {
      System.err.println("The build's own facts can't be read: " + e.getMessage());
      return false;
    }
  }
}
