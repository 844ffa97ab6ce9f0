package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.argocd.Application.HealthStatus;
import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.gate.Evidence;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.gate.Evidence.Upstream;
import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Gates;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import com.hcomp.gitops.promotion.Situation.Look;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what the gates of one environment look at, and has them judge. */
record Judgement(Access access, Situation situation, Environment target) {
  /** Gates that are asked last: other people's systems are left alone until all else is open. */
  private static final Set<GateName> LATE = Set.of(GateName.CHECK, GateName.APPROVAL);

  /** What a hand edit with an unchanged payload must pass. */
  static final Set<GateName> UNCHANGED_PAYLOAD =
      EnumSet.of(GateName.WINDOW, GateName.FREEZE, GateName.CHECK, GateName.APPROVAL);

  static final Set<GateName> ALL = EnumSet.allOf(GateName.class);

  private EnvironmentPolicy policy() {
    return situation.policy(target);
  }

  boolean needsApproval(Map<GateName, String> overrides) {
    return policy().approval() == EnvironmentPolicy.Approval.PULL_REQUEST
        && !overrides.containsKey(GateName.APPROVAL);
  }

  /**
   * What all gates but the approval say now. Checks are asked only where all others are open;
   * otherwise they are left out.
   */
  List<Ruling> decide(Offer offer, Set<GateName> gates, Map<GateName, String> overrides) {
    List<Ruling> early = withoutChecks(offer, gates, overrides, Look.REFRESHED);
    if (!isOpen(early) || !gates.contains(GateName.CHECK) || policy().checks().isEmpty()) {
      return early;
    }
    return judge(offer, but(gates, Set.of(GateName.APPROVAL)), overrides, answers(offer));
  }

  /** What the gates say that need nobody else to be asked: neither checks nor approval. */
  List<Ruling> withoutChecks(
      Offer offer, Set<GateName> gates, Map<GateName, String> overrides, Look look) {
    Evidence evidence = evidence(offer, Map.of(), Optional.empty(), look);
    return new Gates(policy()).judge(evidence, but(gates, LATE), overrides);
  }

  /** The approval's own ruling. */
  List<Ruling> approval(Offer offer, Approval approval, Map<GateName, String> overrides) {
    Evidence evidence = evidence(offer, Map.of(), Optional.of(approval), Look.LISTED);
    return new Gates(policy()).judge(evidence, EnumSet.of(GateName.APPROVAL), overrides);
  }

  private List<Ruling> judge(
      Offer offer,
      Set<GateName> gates,
      Map<GateName, String> overrides,
      Map<String, Answer> answers) {
    Evidence evidence = evidence(offer, answers, Optional.empty(), Look.REFRESHED);
    return new Gates(policy()).judge(evidence, gates, overrides);
  }

  static boolean isOpen(List<Ruling> rulings) {
    return rulings.stream().allMatch(Ruling::isOpen);
  }

  private static Set<GateName> but(Set<GateName> gates, Set<GateName> without) {
    EnumSet<GateName> rest = EnumSet.noneOf(GateName.class);
    gates.stream().filter(gate -> !without.contains(gate)).forEach(rest::add);
    return rest;
  }

  private Map<String, Answer> answers(Offer offer) {
    Environment asked = offer.from().orElse(target);
    return situation
        .pinned(asked)
        .map(release -> access.checks().ask(policy().checks(), asked, release))
        .orElse(Map.of());
  }

  private Evidence evidence(
      Offer offer, Map<String, Answer> answers, Optional<Approval> approval, Look look) {
    return new Evidence(
        access.clock().instant(),
        offer.release(),
        offer.from().map(from -> upstream(offer, from, look)),
        held(offer),
        offer.named(),
        siblings(offer.release(), look),
        answers,
        approval);
  }

  private Upstream upstream(Offer offer, Environment from, Look look) {
    if (offer.standing() instanceof Offer.Standing.Replaced replaced) {
      return new Upstream.Past(replaced.soaked());
    }
    if (offer.standing() instanceof Offer.Standing.Unknown unknown) {
      return new Upstream.Never(unknown.why());
    }
    Release release = offer.release();
    return new Upstream.Present(
        situation.liveness(from, release.pin().digest(), look),
        situation.occupiedSince(from, release, look),
        healthySince(from, look));
  }

  private Optional<Instant> healthySince(Environment environment, Look look) {
    try {
      Application.Health health = situation.application(environment, look).health();
      return health.status() == HealthStatus.HEALTHY ? health.since() : Optional.empty();
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private List<Held> held(Offer offer) {
    List<Held> held = new ArrayList<>(target.held());
    offer.from().ifPresent(from -> held.addAll(from.held()));
    for (Environment each : wave().map(Wave::holding).orElse(List.of())) {
      if (!each.name().equals(target.name())) {
        held.addAll(each.held());
      }
    }
    return held;
  }

  private Map<String, Liveness> siblings(Release release, Look look) {
    Map<String, Liveness> running = new LinkedHashMap<>();
    Digest payload = release.payload().fingerprint();
    for (Environment sibling : wave().map(wave -> wave.running(payload)).orElse(List.of())) {
      if (!sibling.name().equals(target.name())) {
        Digest pinned = sibling.pin().orElseThrow().digest();
        running.put(sibling.name(), situation.liveness(sibling, pinned, look));
      }
    }
    return running;
  }

  private Optional<Wave> wave() {
    return policy().from().map(situation::wave);
  }
}
