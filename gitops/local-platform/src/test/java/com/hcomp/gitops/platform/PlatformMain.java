package com.hcomp.gitops.platform;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.programs.Programs;
import com.hcomp.gitops.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs the platform for somebody who works on it: {@code programs}, {@code up}, {@code status},
 * {@code down} or {@code purge}.
 */
public final class PlatformMain {
  private PlatformMain() {}

  public static void main(String[] arguments) {
    PlatformSettings defaults = PlatformSettings.defaults();
    PlatformSettings settings =
        new PlatformSettings(
            Optional.ofNullable(System.getProperty("gitops.home"))
                .map(Path::of)
                .orElse(defaults.home()),
            Optional.ofNullable(System.getProperty("gitops.programs")).map(Path::of),
            Integer.getInteger("gitops.firstPort", defaults.firstPort()),
            Integer.getInteger("gitops.registryPort", defaults.registryPort()),
            System.getProperty("gitops.network", defaults.network()));
    LocalPlatform platform = LocalPlatform.of(settings, new Lines());
    try {
      switch (arguments[0]) {
        case "up" ->
            System.out.println(
                platform.up(List.of("stg-cluster", "prd-eu-cluster", "prd-us-cluster")));
        case "programs" ->
            System.out.println(
                new Programs(settings.home(), settings.programs(), new Lines()).all());
        case "status" -> platform.processes().forEach(System.out::println);
        case "down" -> platform.down(false);
        case "purge" -> platform.down(true);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    } catch (ProblemException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private static final class Lines implements Report {
    @Override
    public void step(String topic, String text) {
      System.out.printf("[gitops] %-10s %s%n", topic, text);
    }

    @Override
    public void warning(String topic, String text) {
      step(topic, "warning: " + text);
    }
  }
}
