package com.hcomp.app.smoketest;

import com.hcomp.app.BuildInformation;
import com.hcomp.app.configuration.BadSetting;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Asks a running service whether it is ready, and whether it is this build in this environment. It
 * asks again until it is, or its time is up: right after a change, an old instance may still
 * answer.
 */
public final class SmokeTest {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

  private final SmokeSettings settings;
  private final BuildInformation build;
  private final Answers answers;

  SmokeTest(SmokeSettings settings, BuildInformation build) {
    this.settings = settings;
    this.build = build;
    this.answers = new Answers();
  }

  /**
   * Runs all checks, and prints a line for each.
   *
   * @param environment the variables that say what is asked: {@link SmokeSettings}
   * @param build what the service is to be
   * @return whether all passed
   */
  public static boolean run(
      Map<String, String> environment, BuildInformation build, PrintStream output) {
    SmokeSettings settings;
    try {
      settings = SmokeSettings.of(environment);
    } catch (BadSetting e) {
      output.println(e.getMessage());
      return false;
    }
    List<Check> checks = new SmokeTest(settings, build).checks();
    checks.forEach(check -> output.println(check.line()));
    return Check.allPassed(checks);
  }

  private List<Check> checks() {
    Instant end = Instant.now().plus(settings.timeout());
    while (true) {
      List<Check> checks = attempt();
      if (Check.allPassed(checks) || !pauseUntil(end)) {
        return checks;
      }
    }
  }

  private List<Check> attempt() {
    Answer readiness = answers.get(settings.management() + "/health/readiness");
    Answer version = answers.get(settings.service() + "/version");
    return List.of(
        Check.answers("readiness", readiness),
        Check.answers("answer", version),
        Check.equal("version", build.version(), version.field("version")),
        Check.equal("commit", build.commit(), version.field("commit")),
        Check.equal("environment", settings.environment(), version.field("environment")));
  }

  /** Waits a little; false if the time is up. */
  private static boolean pauseUntil(Instant end) {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return Instant.now().isBefore(end);
  }
}
