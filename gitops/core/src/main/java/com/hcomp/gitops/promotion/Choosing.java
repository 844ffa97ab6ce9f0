package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.Verdict;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.promotion.Situation.Look;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the newest release that may get into an environment by itself: what the environment before
 * it runs, else what that one ran before, newest first; never one that is older than what the
 * environment has.
 */
record Choosing(Access access, Situation situation) {

  /** By Git and one list of Argo CD: enough to say no, and for people. Nothing else is asked. */
  Choice look(Environment target) {
    return choose(target, Look.LISTED);
  }

  /** By the registry, a refresh and the checks: what decides. */
  Choice decide(Environment target) {
    return choose(target, Look.REFRESHED);
  }

  private Choice choose(Environment target, Look look) {
    Optional<Environment> from = situation.policy(target).from().map(situation::environment);
    if (from.isEmpty()) {
      return new Choice.Nothing();
    }
    Optional<Digest> running = pinned(target, look).map(Release::payload).map(Payload::fingerprint);
    Optional<Choice> first = Optional.empty();
    for (Offer offer : offers(from.get(), look)) {
      if (isOutgrown(target, offer)) {
        continue;
      }
      if (running.filter(offer.release().payload().fingerprint()::equals).isPresent()) {
        break;
      }
      Optional<Digest> present =
          running.flatMap(print -> situation.history().newestWith(from.get().name(), print));
      if (running.isPresent() && present.isEmpty()) {
        return first.orElse(new Choice.Unordered(offer));
      }
      if (present.isPresent() && !isNewer(from.get(), offer, present.get())) {
        break;
      }
      List<Ruling> rulings = rulings(target, offer, look);
      if (Judgement.isOpen(rulings)) {
        return new Choice.Go(offer, rulings);
      }
      first = Optional.of(first.orElse(new Choice.Closed(offer, rulings)));
    }
    return first.orElse(new Choice.Nothing());
  }

  /** Whether it is from before a service was added to the environment's module, or taken away. */
  private boolean isOutgrown(Environment target, Offer offer) {
    return offer.standing() instanceof Offer.Standing.Replaced
        && !situation
            .workspace()
            .config(target)
            .payload()
            .hasTheServicesOf(offer.release().payload());
  }

  private Optional<Release> pinned(Environment environment, Look look) {
    return look == Look.LISTED ? situation.pinnedByGit(environment) : situation.pinned(environment);
  }

  private List<Offer> offers(Environment from, Look look) {
    Offers offers = new Offers(situation, from, access.maven());
    return look == Look.LISTED ? offers.byGit() : offers.all();
  }

  private List<Ruling> rulings(Environment target, Offer offer, Look look) {
    Judgement judgement = new Judgement(access, situation, target);
    return look == Look.LISTED
        ? judgement.withoutChecks(offer, Judgement.ALL, Map.of(), look)
        : judgement.decide(offer, Judgement.ALL, Map.of());
  }

  private boolean isNewer(Environment from, Offer offer, Digest present) {
    return situation.history().isNewer(from.name(), offer.release().pin().digest(), present);
  }

  /** What stands in the way of an environment that runs what was never pinned upstream. */
  static Ruling unordered(Environment target, Environment from) {
    return new Ruling(
        GateName.UPSTREAM,
        GateName.UPSTREAM.toString(),
        new Verdict.Blocked(
            target.name()
                + " runs what "
                + from.name()
                + " never ran, so it can't be told whether this is newer",
            "Promote it by hand, once:\nmvn gitops:promote -Dgitops.to=" + target.name()),
        Optional.empty(),
        Optional.empty());
  }
}
