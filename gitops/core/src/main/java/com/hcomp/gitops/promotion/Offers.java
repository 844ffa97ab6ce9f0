package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.report.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which releases of an environment could be promoted from it. */
record Offers(Situation situation, Environment from, String maven) {

  /** What is pinned there. */
  Optional<Offer> pinned() {
    return situation.pinned(from).map(this::running);
  }

  /** What is pinned there, then what it ran before, newest first; nothing that a rollback left. */
  List<Offer> all() {
    return offers(pinned(), pin -> situation.release(from, pin));
  }

  /** The same as Git tells it, without asking the registry for each. */
  List<Offer> byGit() {
    return offers(
        situation.pinnedByGit(from).map(this::running), pin -> situation.releaseByGit(from, pin));
  }

  private Offer running(Release release) {
    return new Offer(release, Optional.of(from), new Offer.Standing.Pinned(), false);
  }

  private List<Offer> offers(Optional<Offer> running, Function<Pin, Release> releases) {
    List<Offer> offers = new ArrayList<>(running.stream().toList());
    for (Replaced replaced : from.replaced()) {
      Release release = releases.apply(replaced.pin());
      boolean held =
          from.held().stream()
              .anyMatch(each -> each.holds(release.pin().digest(), release.payload()));
      if (!held) {
        offers.add(before(release, replaced));
      }
    }
    return offers;
  }

  private Offer before(Release release, Replaced replaced) {
    return new Offer(
        release, Optional.of(from), new Offer.Standing.Replaced(replaced.soaked()), false);
  }

  /**
   * The release that a person names.
   *
   * @param name a version or a digest
   * @throws com.hcomp.gitops.model.ProblemException NOT-A-CANDIDATE if it neither is pinned there
   *     nor was replaced there after it had run
   */
  Offer named(String name) {
    if (from.pin().filter(pin -> is(pin, name)).isPresent()) {
      return pinned().orElseThrow().named(true);
    }
    return from.replaced().stream()
        .filter(replaced -> is(replaced.pin(), name))
        .findFirst()
        .map(replaced -> before(situation.release(from, replaced.pin()), replaced))
        .orElseThrow(() -> unknown(name).asException())
        .named(true);
  }

  private static boolean is(Pin pin, String name) {
    return pin.version().value().equals(name) || pin.digest().value().equals(name);
  }

  private Problem unknown(String name) {
    List<String> known = new ArrayList<>();
    from.pin().ifPresent(pin -> known.add(pin.version() + "   runs there"));
    from.replaced()
        .forEach(
            replaced ->
                known.add(
                    replaced.pin().version()
                        + "   ran there for "
                        + Durations.twoUnits(replaced.soaked())));
    String label = Digest.isDigest(name) ? new Digest(name).abbreviated() : name;
    return new Problem(
        "NOT-A-CANDIDATE",
        from.name()
            + " neither runs release "
            + label
            + " nor ran it long enough for it to be promoted from there.",
        known,
        "Name one of these, or see all that it ran:\n"
            + maven
            + " gitops:history -Dgitops.environment="
            + from.name());
  }
}
