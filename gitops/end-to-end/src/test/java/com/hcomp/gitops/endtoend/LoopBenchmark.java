package com.hcomp.gitops.endtoend;

import com.hcomp.gitops.process.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures builds and deploys as a person sees them, and prints a table; it asserts nothing. */
class LoopBenchmark {
  private final TestPlatform platform = new TestPlatform();
  private final Measurements table = new Measurements();

  @Test
  void measure(@TempDir Path folder) {
    Checkout checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.mvn("-q", "install", "-DskipTests");
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    try {
      table.time("mvn verify, warm", () -> checkout.mvn("verify"));
      table.time("first mvn -Plocal deploy, programs cached", () -> deploy(checkout));
      table.time("the same again, nothing changed", () -> deploy(checkout));
      checkout.mvn("gitops:down");
      table.time("mvn -Plocal deploy, platform down", () -> deploy(checkout));
      checkout.edit(
          "app-service/src/main/java/com/hcomp/app/GreetingController.java",
          "greeting a visitor",
          "greeting a dear visitor");
      table.time("mvn -Plocal deploy, app changed", () -> deploy(checkout));
    } finally {
      checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
      table.print();
    }
  }

  private static Command.Result deploy(Checkout checkout) {
    return checkout.mvn("-Plocal", "deploy");
  }
}
