package com.hcomp.app.smoketest;

import com.hcomp.app.configuration.Setting;
import java.time.Duration;
import java.util.Map;

/**
 * What a smoke test is told.
 *
 * @param service the address that serves {@code /version}; {@code HCOMP_SMOKE_URL}
 * @param management the address that serves {@code /health}; {@code HCOMP_SMOKE_MANAGEMENT_URL}
 * @param environment the environment that it is to say; {@code HCOMP_ENVIRONMENT}
 * @param timeout after which it is given up; {@code HCOMP_SMOKE_TIMEOUT}
 */
record SmokeSettings(String service, String management, String environment, Duration timeout) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * @throws com.hcomp.app.configuration.BadSetting if a value is not allowed
   */
  static SmokeSettings of(Map<String, String> variables) {
    return new SmokeSettings(
        address(variables, "HCOMP_SMOKE_URL"),
        address(variables, "HCOMP_SMOKE_MANAGEMENT_URL"),
        variables.getOrDefault("HCOMP_ENVIRONMENT", "unknown"),
        new Setting("HCOMP_SMOKE_TIMEOUT", variables.getOrDefault("HCOMP_SMOKE_TIMEOUT", "30s"))
            .duration(LONGEST));
  }

  private static String address(Map<String, String> variables, String name) {
    Setting setting = new Setting(name, variables.getOrDefault(name, ""));
    if (!setting.value().matches("https?://[^/\\s]+/*")) {
      throw setting.bad("an address such as http://hcomp-app:8080");
    }
    return setting.value().replaceFirst("/+$", "");
  }
}
