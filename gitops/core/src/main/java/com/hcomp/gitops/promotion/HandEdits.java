package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.promotion.Landing.Attempt;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.workspace.ConfigModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Moves pins to the releases of config modules that people bumped: those that are merged to the
 * base branch and published. Gates hold them back as they hold back promotions; where the payload
 * stays what it was, only those that don't ask about it.
 */
public final class HandEdits {
  private final Access access;

  public HandEdits(Access access) {
    this.access = access;
  }

  /**
   * What came of them.
   *
   * @param done pins that moved, or that people are asked about on a pull request
   * @param waiting those that a gate holds back
   */
  public record Result(List<Promote.Outcome> done, List<Waiting> waiting) {
    public Result {
      done = List.copyOf(done);
      waiting = List.copyOf(waiting);
    }
  }

  /** What one environment's edit came to. */
  private sealed interface Edit {
    record Nothing() implements Edit {}

    record Done(Promote.Outcome outcome) implements Edit {}

    record HeldBack(Waiting waiting) implements Edit {}
  }

  /**
   * Moves all that may move, one commit for each environment.
   *
   * @param overrides the gates to go past, with the reason
   * @throws ProblemException with what stood in the way of some, when all others are done
   */
  public Result run(Map<GateName, String> overrides) {
    List<Promote.Outcome> done = new ArrayList<>();
    List<Waiting> waiting = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String name : edited()) {
      try {
        Edit edit = access.landing().land(base -> attempt(name, base, overrides));
        if (edit instanceof Edit.Done moved) {
          done.add(moved.outcome());
        } else if (edit instanceof Edit.HeldBack heldBack) {
          waiting.add(heldBack.waiting());
        }
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    if (done.isEmpty() && waiting.isEmpty()) {
      access.report().step("pin", "every pin is where its config module says");
    }
    return new Result(done, waiting);
  }

  /** Whether there are any. */
  public boolean exist() {
    return !edited().isEmpty();
  }

  private List<String> edited() {
    Situation situation = Situation.now(access);
    return situation.environments().stream()
        .filter(environment -> isEdited(situation, environment))
        .map(Environment::name)
        .toList();
  }

  static boolean isEdited(Situation situation, Environment environment) {
    return isEdited(situation.workspace().config(environment), environment);
  }

  /** Whether people bumped an environment's config module, and its pin hasn't followed. */
  public static boolean isEdited(ConfigModule config, Environment environment) {
    return config.payload().isComplete()
        && environment.pin().filter(pin -> pin.version().equals(config.version())).isEmpty();
  }

  private Attempt<Edit> attempt(String name, BaseCommit base, Map<GateName, String> overrides) {
    Situation situation = new Situation(access, base);
    Environment target = situation.environment(name);
    ConfigModule config = situation.workspace().config(target);
    if (!isEdited(situation, target)) {
      return Attempt.nothing(new Edit.Nothing());
    }
    refuseOlder(target, config.version());
    Release release = published(situation, target, config);
    Optional<Release> before = situation.pinned(target);
    boolean unchanged =
        before
            .map(pinned -> pinned.payload().fingerprint())
            .filter(config.payload().fingerprint()::equals)
            .isPresent();
    Offer offer = offer(situation, target, release);
    Set<GateName> gates = unchanged ? Judgement.UNCHANGED_PAYLOAD : Judgement.ALL;
    List<Ruling> rulings = new Judgement(access, situation, target).decide(offer, gates, overrides);
    if (!Judgement.isOpen(rulings)) {
      return Attempt.nothing(
          new Edit.HeldBack(new Waiting(target, release, Optional.empty(), rulings)));
    }
    access.milestones().reached(Milestones.Milestone.PLANNED);
    Candidate candidate = access.publisher().release(config, situation.workspace().charts());
    Attempt<Promote.Outcome> landed =
        new Execution(access, situation)
            .execute(
                target,
                new Planner.Planned(config, candidate),
                Optional.empty(),
                offer,
                rulings,
                overrides,
                new Execution.People(true, true));
    if (landed.outcome() instanceof Promote.Outcome.Waits waits) {
      return Attempt.nothing(new Edit.HeldBack(waits.waiting()));
    }
    return new Attempt<>(landed.paths(), landed.message(), new Edit.Done(landed.outcome()));
  }

  private void refuseOlder(Environment target, Version version) {
    if (target.pin().filter(pin -> pin.version().compareTo(version) > 0).isPresent()) {
      throw new Problem(
              "OLDER-THAN-PIN",
              target.configModule()
                  + " says "
                  + version
                  + ", which is older than the pin, "
                  + target.pin().orElseThrow().version()
                  + ": an edit moves a pin forward only.",
              "Go back by a rollback:\n"
                  + access.maven()
                  + " gitops:rollback -Dgitops.environment="
                  + target.name()
                  + " -Dgitops.release="
                  + version)
          .asException();
    }
  }

  private Release published(Situation situation, Environment target, ConfigModule config) {
    Digest digest =
        situation
            .releases()
            .digest(target, config.version().value())
            .orElseThrow(
                () ->
                    new Problem(
                            "NOT-PUBLISHED",
                            config.name()
                                + " "
                                + config.version()
                                + " is not published yet, so nothing can be pinned to it.",
                            "Publish what is merged first:\n" + access.maven() + " deploy")
                        .asException());
    return new Release(target.name(), new Pin(config.version(), digest), config.payload());
  }

  /** The release upstream that carries the same, which is what the gates ask about. */
  private Offer offer(Situation situation, Environment target, Release release) {
    Optional<Environment> from = situation.policy(target).from().map(situation::environment);
    if (from.isEmpty()) {
      return new Offer(release, from, new Offer.Standing.Pinned(), true);
    }
    Digest payload = release.payload().fingerprint();
    return new Offers(situation, from.get(), access.maven())
        .all().stream()
            .filter(offer -> offer.release().payload().fingerprint().equals(payload))
            .findFirst()
            .map(offer -> offer.named(true))
            .orElseGet(
                () ->
                    new Offer(
                        release,
                        from,
                        new Offer.Standing.Unknown(
                            "no release of " + from.get().name() + " carries the same"),
                        true));
  }
}
