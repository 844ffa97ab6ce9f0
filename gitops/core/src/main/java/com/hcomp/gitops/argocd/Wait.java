package com.hcomp.gitops.argocd;

import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.report.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Waits until environments run exactly what is pinned, or can't any more.
 *
 * @param argoCd where to ask
 * @param settings how long and how often
 * @param clock measures the bound
 * @param report told what each environment waits for
 */
public record Wait(ArgoCd argoCd, Settings settings, Clock clock, Report report) {

  /**
   * @param rootApplication the application that hands pins on; empty if there is none to refresh
   * @param bound how long to wait at most
   * @param interval how often each environment is looked at
   * @param remedy what to do about an environment, by name, ending with the exact command
   */
  public record Settings(
      Optional<String> rootApplication,
      Duration bound,
      Duration interval,
      UnaryOperator<String> remedy) {
    /** Once a second, which Argo CD bears easily. */
    public Settings(
        Optional<String> rootApplication, Duration bound, UnaryOperator<String> remedy) {
      this(rootApplication, bound, Duration.ofSeconds(1), remedy);
    }
  }

  /**
   * @param environment its name
   * @param application the name of its Argo CD application
   * @param pin what it should run
   * @param before what it ran before, where that is known, for people
   * @param source the URL that Argo CD must read the release from; empty where any will do
   */
  public record Target(
      String environment,
      String application,
      Pin pin,
      Optional<Pin> before,
      Optional<String> source) {
    /** From wherever Argo CD reads it. */
    public Target(String environment, String application, Pin pin, Optional<Pin> before) {
      this(environment, application, pin, before, Optional.empty());
    }
  }

  /** How the wait for one environment ended. */
  public sealed interface Outcome {}

  /**
   * It runs the pin.
   *
   * @param unchanged whether it did so at the first look
   * @param synced after how long the cluster had the release
   * @param healthy after how long it was healthy too
   * @param since since when it runs the pin, as {@link Liveness.Live} has it
   */
  public record Live(boolean unchanged, Duration synced, Duration healthy, Optional<Instant> since)
      implements Outcome {}

  /**
   * It does not.
   *
   * @param problem why, and what to do
   */
  public record NotLive(Problem problem) implements Outcome {}

  /**
   * Waits for all of them side by side; one that fails does not end the wait for the others.
   *
   * @return by environment, in the order of the targets
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public Map<String, Outcome> untilLive(List<Target> targets) {
    Instant start = clock.instant();
    Optional<RootWatch> root =
        settings.rootApplication().map(name -> new RootWatch(argoCd, name, clock, settings));
    // The first look, so that the root knows the pins before the environments are judged.
    if (!targets.isEmpty()) {
      root.ifPresent(RootWatch::look);
    }
    Map<String, Target> byName = new LinkedHashMap<>();
    targets.forEach(target -> byName.put(target.environment(), target));
    Map<String, Outcome> outcomes =
        Parallel.map(
            List.copyOf(byName.keySet()),
            name -> {
              Target target = Optional.ofNullable(byName.get(name)).orElseThrow();
              return new EnvironmentWait(this, target, root, start).run();
            });
    String unchanged =
        outcomes.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Live live && live.unchanged())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    if (!unchanged.isEmpty()) {
      report.step("wait", unchanged + "   unchanged");
    }
    return outcomes;
  }
}
