package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.promotion.ModelEnvironment.Hold;
import com.hcomp.gitops.promotion.ModelEnvironment.Load;
import com.hcomp.gitops.promotion.ModelEnvironment.Made;
import com.hcomp.gitops.promotion.PromotionModel.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the model expects of one goal: it is carried out in the model's memory, and what it should
 * come to is noted.
 */
final class Forecast {
  /** How a goal ends. */
  enum Ending {
    WELL,
    /** With a problem that a person can mend. */
    PROBLEM,
    KILLED
  }

  private final PromotionModel model;
  private final ModelTrouble trouble;

  /** The environments whose pins move, each by a commit of its own. */
  final List<String> moves = new ArrayList<>();

  Ending ending = Ending.WELL;

  /** Whether gates alone held something back. */
  boolean heldBack;

  /** Whether it pins what an earlier run published and didn't pin. */
  boolean adopts;

  Forecast(PromotionModel model, ModelTrouble trouble) {
    this.model = model;
    this.trouble = trouble;
  }

  private Forecast problem() {
    ending = Ending.PROBLEM;
    return this;
  }

  private Forecast heldBackWithProblem() {
    heldBack = true;
    return problem();
  }

  private boolean isDown(ModelTrouble.What what) {
    return trouble.isAtStart() && trouble.what() == what;
  }

  private boolean hasRegistry() {
    return !(trouble.isAtStart() && trouble.what().isRegistry());
  }

  private boolean hasArgoCd() {
    return !(trouble.isAtStart() && trouble.what().isArgoCd());
  }

  Forecast promote(String to, Optional<Integer> release, Set<GateName> overrides) {
    if (isDown(ModelTrouble.What.GIT) || !hasRegistry()) {
      return problem();
    }
    ModelEnvironment target = model.environment(to);
    Optional<String> from = PromotionModel.from(to);
    Load load;
    Set<GateName> closed;
    if (from.isEmpty()) {
      if (release.isPresent()) {
        return problem();
      }
      load = model.newest();
      closed = EnumSet.noneOf(GateName.class);
      if (target.holds(load)) {
        closed.add(GateName.HELD);
      }
    } else {
      Optional<Candidate> candidate = candidate(from.get(), release);
      if (candidate.isEmpty()) {
        return problem();
      }
      load = candidate.get().made().load();
      closed = model.closed(to, candidate.get(), release.isPresent(), hasArgoCd());
    }
    if (target.pinned().load().equals(load)) {
      return this;
    }
    closed.removeAll(overrides);
    return closed.isEmpty() ? carry(target, target.next(load)) : heldBackWithProblem();
  }

  /** What a person names may be held. */
  private Optional<Candidate> candidate(String from, Optional<Integer> release) {
    ModelEnvironment environment = model.environment(from);
    Candidate pinned = new Candidate(environment.pinned(), Optional.empty());
    if (release.isEmpty() || release.get() == environment.pinned().version()) {
      return Optional.of(pinned);
    }
    return environment.replaced.stream()
        .filter(ran -> ran.made().version() == release.get())
        .findFirst()
        .map(ran -> new Candidate(ran.made(), Optional.of(ran.soaked())));
  }

  /** Publishes, commits, pushes: as far as it gets. */
  private Forecast carry(ModelEnvironment target, Made made) {
    if (trouble.hasBegunBy(Milestone.PLANNED) && trouble.what().isRegistry()) {
      return problem();
    }
    if (isKilledBy(Milestone.PLANNED)) {
      return killed();
    }
    adopts |= target.published.containsKey(made.version());
    target.publish(made);
    if (isKilledBy(Milestone.COMMITTED)) {
      return killed();
    }
    if (isWithoutGit()) {
      return problem();
    }
    boolean argoCd = !(trouble.what().isArgoCd() && trouble.hasBegunBy(Milestone.PUBLISHED));
    Optional<Duration> ran = model.ran(target.name).filter(any -> argoCd);
    target.pin(made, model.now(), ran);
    moves.add(target.name);
    return isKilledBy(Milestone.PUSHED) ? killed() : this;
  }

  private boolean isKilledBy(Milestone milestone) {
    return trouble.what() == ModelTrouble.What.KILLED && trouble.hasBegunBy(milestone);
  }

  private boolean isWithoutGit() {
    return trouble.what() == ModelTrouble.What.GIT && trouble.hasBegunBy(Milestone.COMMITTED);
  }

  private Forecast killed() {
    ending = Ending.KILLED;
    return this;
  }

  /** Unknown is never a pass: while Argo CD can't be read, nothing moves by itself. */
  Forecast advance() {
    if (isDown(ModelTrouble.What.GIT)) {
      return problem();
    }
    List<Candidate> asked = new ArrayList<>();
    Map<String, List<String>> waves = new LinkedHashMap<>();
    for (String name : PromotionModel.NAMES) {
      if (model.choose(name, hasArgoCd(), asked).isPresent()) {
        waves
            .computeIfAbsent(PromotionModel.from(name).orElseThrow(), any -> new ArrayList<>())
            .add(name);
      }
    }
    if (!hasArgoCd()) {
      return asked.isEmpty() ? this : problem();
    }
    if (!hasRegistry()) {
      return waves.isEmpty() ? this : problem();
    }
    for (List<String> wave : waves.values()) {
      for (String name : wave) {
        model
            .choose(name, true, asked)
            .map(Candidate::made)
            .ifPresent(
                made -> carry(model.environment(name), model.environment(name).next(made.load())));
      }
    }
    heldBack = !asked.isEmpty() && moves.isEmpty();
    return this;
  }

  Forecast rollback(String name, Optional<Integer> release) {
    if (isDown(ModelTrouble.What.GIT)) {
      return problem();
    }
    ModelEnvironment target = model.environment(name);
    Made left = target.pinned();
    Optional<Made> found =
        target.pins.stream()
            .map(ModelEnvironment.Pinned::made)
            .filter(
                made ->
                    release.isPresent()
                        ? made.version() == release.get()
                        : made.version() != left.version())
            .reduce((older, newer) -> newer);
    if (found.isEmpty()) {
      return problem();
    }
    Made back = found.get();
    // A second one right after the first goes no further.
    boolean wentBack =
        release.isEmpty()
            && target.held.stream()
                .map(Hold::made)
                .anyMatch(made -> made.version() == back.version());
    if (wentBack || back.version() == left.version()) {
      return this;
    }
    if (!hasRegistry()) {
      return problem();
    }
    if (isKilledBy(Milestone.COMMITTED)) {
      return killed();
    }
    if (isWithoutGit()) {
      return problem();
    }
    target.back(back, model.now());
    moves.add(name);
    return isKilledBy(Milestone.PUSHED) ? killed() : this;
  }

  Forecast handEdits(Set<GateName> overrides) {
    if (isDown(ModelTrouble.What.GIT)) {
      return problem();
    }
    for (String name : PromotionModel.NAMES) {
      ModelEnvironment target = model.environment(name);
      if (target.isEdited()) {
        if (!hasRegistry() || !target.published.containsKey(target.config.version())) {
          ending = Ending.PROBLEM;
        } else {
          edited(target, overrides);
        }
      }
    }
    return this;
  }

  private void edited(ModelEnvironment target, Set<GateName> overrides) {
    Load load = target.config.load();
    Optional<String> from = PromotionModel.from(target.name);
    Set<GateName> closed;
    if (from.isEmpty() || target.pinned().load().equals(load)) {
      closed = model.calendar(target.name);
      closed.removeAll(overrides);
    } else {
      Optional<Candidate> candidate =
          model.offers(from.get()).stream()
              .filter(offer -> offer.made().load().equals(load))
              .findFirst();
      if (candidate.isPresent()) {
        closed = model.closed(target.name, candidate.get(), true, hasArgoCd());
        closed.removeAll(overrides);
      } else {
        // Nobody goes past it for what never ran there.
        closed = EnumSet.of(GateName.UPSTREAM);
      }
    }
    if (!closed.isEmpty()) {
      heldBack = true;
    } else if (target.clashes()) {
      ending = Ending.PROBLEM;
    } else {
      carry(target, target.config);
    }
  }

  /** The local platform's deploy, which gives staging the newest build. */
  Forecast deliver() {
    Optional<Made> taken = Optional.empty();
    for (String name : PromotionModel.NAMES) {
      ModelEnvironment target = model.environment(name);
      boolean first = PromotionModel.from(name).isEmpty();
      Load newest = model.newest();
      boolean isNew = first && !target.config.load().equals(newest);
      if (isNew && !target.holds(newest) || first && !isNew && target.clashes()) {
        taken = Optional.of(new Made(target.nextVersion(), newest, target.config.replicas()));
      } else if (target.clashes()) {
        return problem();
      }
    }
    for (String name : PromotionModel.NAMES) {
      ModelEnvironment target = model.environment(name);
      if (taken.isPresent() && PromotionModel.from(name).isEmpty()) {
        carry(target, taken.get());
      } else {
        target.publish(target.config);
      }
    }
    return this;
  }
}
