package com.hcomp.gitops.argocd;

import com.hcomp.gitops.argocd.Application.HealthStatus;
import com.hcomp.gitops.argocd.Liveness.Broken;
import com.hcomp.gitops.argocd.Liveness.Cause;
import com.hcomp.gitops.argocd.Liveness.Progressing;
import com.hcomp.gitops.argocd.Liveness.Unknown;
import com.hcomp.gitops.argocd.Wait.Live;
import com.hcomp.gitops.argocd.Wait.NotLive;
import com.hcomp.gitops.argocd.Wait.Outcome;
import com.hcomp.gitops.argocd.Wait.Target;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.report.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The wait for one environment; belongs to one thread. */
final class EnvironmentWait {
  /** What changes all the time in the beginning is not worth a line. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** A registry or a cluster that does not answer once may do so the next time. */
  private static final Duration UNREADABLE_FOR_GOOD = Duration.ofSeconds(5);

  private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

  private final Wait wait;
  private final Target target;
  private final Optional<RootWatch> root;
  private final Instant start;
  private final Diagnosis diagnosis;

  private int looks;
  private boolean renderAgain;
  private @Nullable Instant unreadableSince;
  private @Nullable Duration synced;
  private String state = "waits for Argo CD to answer";
  private final Set<String> said = new HashSet<>();
  private List<String> details = List.of();
  private @Nullable Digest stays;

  EnvironmentWait(Wait wait, Target target, Optional<RootWatch> root, Instant start) {
    this.wait = wait;
    this.target = target;
    this.root = root;
    this.start = start;
    this.diagnosis = new Diagnosis(wait.argoCd(), target.application());
  }

  Outcome run() {
    Instant end = start.plus(wait.settings().bound());
    while (true) {
      Instant began = wait.clock().instant();
      Optional<Outcome> outcome = look();
      if (outcome.isPresent()) {
        return outcome.get();
      }
      say();
      Instant now = wait.clock().instant();
      if (!now.isBefore(end)) {
        return timedOut();
      }
      Instant next = began.plus(wait.settings().interval());
      pause(Duration.between(now, next.isBefore(end) ? next : end));
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(Math.max(1, duration.toMillis()));
    } catch (InterruptedException e) {
      throw Transport.interrupted();
    }
  }

  private Optional<Outcome> look() {
    looks++;
    try {
      Optional<Application> application = read();
      if (application.isEmpty()) {
        waitFor("Argo CD to have an application " + target.application(), List.of());
        return waitForRoot();
      }
      Optional<String> elsewhere =
          target.source().filter(wanted -> !isReadFrom(wanted, application.get()));
      if (elsewhere.isPresent()) {
        waitFor("Argo CD to read it from " + elsewhere.get(), List.of());
        boolean told = application.get().source().equals(elsewhere.get());
        return told ? Optional.empty() : waitForRoot();
      }
      return judge(new Judge(target.pin().digest(), application.get()));
    } catch (ProblemException e) {
      Problem problem = e.problems().get(0);
      if (problem.code().equals("ARGOCD-DENIED")) {
        return Optional.of(new NotLive(problem));
      }
      waitFor("Argo CD to answer", List.of(problem.summary()));
      return Optional.empty();
    }
  }

  /** What Argo CD says, refreshed unless what it knows already says enough. */
  private Optional<Application> read() {
    String name = target.application();
    if (renderAgain) {
      return wait.argoCd().find(name, Refresh.HARD);
    }
    Optional<Application> known = wait.argoCd().find(name, Refresh.NONE);
    return known.filter(application -> !isUnderWay(application)).isPresent()
        ? wait.argoCd().find(name, Refresh.NORMAL)
        : known.map(Application::asIfRefreshed);
  }

  /**
   * Whether the pin has yet to come down, or its sync waits for the cluster to get healthy. Argo CD
   * sees to both by itself, and each refresh would have it compare the whole release with the
   * cluster, beside that work. A hook that has ended is another matter: Argo CD may notice only
   * when the application changes, and a refresh changes it.
   */
  private boolean isUnderWay(Application known) {
    Judge judge = new Judge(target.pin().digest(), known.asIfRefreshed());
    boolean starting = judge.isSyncing() && known.health().status() != HealthStatus.HEALTHY;
    return (!judge.follows() || starting) && judge.judge() instanceof Progressing;
  }

  /** The same digest in another registry is another release to the pods, whose image names it. */
  private static boolean isReadFrom(String source, Application application) {
    return application.source().equals(source)
        && application.sync().comparedSource().equals(source);
  }

  private Optional<Outcome> judge(Judge judge) {
    stays =
        Judge.deployed(judge.application())
            .filter(digest -> !digest.equals(target.pin().digest()))
            .orElse(null);
    if (synced == null && judge.isSynced()) {
      synced = elapsed();
    }
    Liveness liveness = judge.judge();
    List<String> unreadable = Judge.unreadable(judge.application());
    if (unreadable.isEmpty() || !judge.follows()) {
      unreadableSince = null;
      renderAgain = false;
    }
    if (liveness instanceof Liveness.Live live) {
      return Optional.of(live(live));
    }
    if (liveness instanceof Unknown unknown) {
      state = "is unknown: " + unknown.why();
      details = List.of();
      return unreadable.isEmpty()
          ? Optional.empty()
          : unreadable("Argo CD can't compare it", unreadable);
    }
    if (liveness instanceof Broken broken) {
      return broken(broken, judge);
    }
    waitFor(((Progressing) liveness).waitsFor(), List.of());
    if (!judge.follows()) {
      return waitForRoot();
    }
    List<String> refusals = judge.refusals();
    if (!refusals.isEmpty()) {
      return Optional.of(
          notLive("the sync failed again and again; Argo CD still tries it", refusals));
    }
    diagnose(judge);
    diagnosis.summary().ifPresent(summary -> waitFor(summary, details));
    return diagnosis.isHopeless() ? Optional.of(notLive("", List.of())) : Optional.empty();
  }

  /** The pods are an extra; that they can't be read must not hide what is known. */
  private void diagnose(Judge judge) {
    try {
      diagnosis.look(judge, wait.clock().instant());
    } catch (ProblemException e) {
      details = List.of("its pods can't be read: " + e.problems().get(0).summary());
    }
  }

  private Outcome live(Liveness.Live live) {
    Duration healthy = elapsed();
    Live outcome = new Live(looks == 1, synced == null ? healthy : synced, healthy, live.since());
    if (!outcome.unchanged()) {
      wait.report()
          .step(
              "sync",
              "%s   synced %s, healthy %s"
                  .formatted(
                      target.environment(),
                      Durations.exact(outcome.synced()),
                      Durations.exact(healthy)));
    }
    return outcome;
  }

  private Optional<Outcome> broken(Broken broken, Judge judge) {
    if (broken.cause() == Cause.NOT_READABLE) {
      waitFor("Argo CD to read the release", broken.details());
      return unreadable(broken.reason(), broken.details());
    }
    if (broken.cause() == Cause.DEGRADED) {
      diagnose(judge);
    }
    return Optional.of(notLive(broken.reason(), broken.details()));
  }

  /** Argo CD keeps a failed render, such as one before the release was published. */
  private Optional<Outcome> unreadable(String reason, List<String> why) {
    Instant now = wait.clock().instant();
    if (unreadableSince == null) {
      unreadableSince = now;
    }
    boolean again = renderAgain;
    renderAgain = true;
    return again && !now.isBefore(unreadableSince.plus(UNREADABLE_FOR_GOOD))
        ? Optional.of(notLive(reason, why))
        : Optional.empty();
  }

  private Optional<Outcome> waitForRoot() {
    if (root.isEmpty()) {
      return Optional.empty();
    }
    RootWatch.State seen = root.get().look();
    waitFor(seen.text(), seen.details());
    if (seen.wrong()) {
      state = "is held up: " + seen.text();
    }
    return seen.lasting() ? Optional.of(notLive(seen.text(), seen.details())) : Optional.empty();
  }

  private void waitFor(String what, List<String> why) {
    state = "waits for " + what;
    details = why;
  }

  /** A line whenever something new is to be said; the figures in it may change. */
  private void say() {
    boolean late = elapsed().compareTo(QUIET) >= 0;
    if (late && said.add(NUMBERS.matcher(state).replaceAll("0"))) {
      wait.report().step("wait", target.environment() + "   " + state);
    }
  }

  private Outcome timedOut() {
    List<String> lines = new ArrayList<>();
    lines.add("It " + state + ".");
    details.forEach(detail -> lines.add("  | " + detail));
    return problem(" within " + Durations.exact(wait.settings().bound()), lines);
  }

  private Outcome notLive(String reason, List<String> why) {
    List<String> lines = new ArrayList<>();
    if (!reason.isEmpty()) {
      lines.add(
          Character.toUpperCase(reason.charAt(0))
              + reason.substring(1)
              + (why.isEmpty() ? "." : ":"));
      why.forEach(detail -> lines.add("  | " + detail));
    }
    return problem("", lines);
  }

  private Outcome problem(String within, List<String> lines) {
    List<String> pods = diagnosis.lines(target.before().map(pin -> pin.version().value()));
    lines.addAll(pods);
    if (pods.isEmpty() && stays != null) {
      Digest digest = stays;
      String release =
          target
              .before()
              .filter(pin -> pin.digest().equals(digest))
              .map(Pin::toString)
              .orElse(digest.abbreviated());
      lines.add("The cluster keeps the release that it had: " + release + ".");
    }
    Pin pin = target.pin();
    return new NotLive(
        new Problem(
            "NOT-LIVE",
            "%s did not get to release %s (%s)%s."
                .formatted(target.environment(), pin.version(), pin.digest().abbreviated(), within),
            lines,
            wait.settings().remedy().apply(target.environment())));
  }

  private Duration elapsed() {
    return Duration.between(start, wait.clock().instant());
  }
}
