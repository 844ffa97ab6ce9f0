package com.hcomp.app.lifecycle;

import com.hcomp.app.BuildInformation;
import com.hcomp.app.smoketest.Answers;
import com.hcomp.app.smoketest.SmokeTest;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Starts the service, uses all that it offers once, and ends it. The build of the image does this,
 * and archives the classes that it takes, so that they need not be read one by one in each pod.
 */
public final class Training {
  private Training() {}

  /**
   * @return whether the service answered as it should
   */
  public static boolean run(BuildInformation build, PrintStream output) {
    Service service =
        Service.open(
            "-micronaut.server.port=-1",
            // Not random.port: that may be one that the system gives to a connection meanwhile.
            "-endpoints.all.port=${random.int[24000,32000]}",
            "-hcomp.environment=training",
            "-hcomp.greeting-enabled=true",
            "-hcomp.log-format=json",
            "-hcomp.shutdown-delay=0s");
    Answers answers = new Answers();
    for (String path : List.of("/", "/nothing-is-here")) {
      answers.get(service.application() + path);
    }
    for (String path : List.of("/health", "/health/liveness", "/prometheus")) {
      answers.get(service.management() + path);
    }
    Map<String, String> variables =
        Map.of(
            "HCOMP_SMOKE_URL", service.application().toString(),
            "HCOMP_SMOKE_MANAGEMENT_URL", service.management().toString(),
            "HCOMP_ENVIRONMENT", "training");
    boolean passed = SmokeTest.run(variables, build, output);
    service.shutDown();
    return passed;
  }
}
