package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.report.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which releases of an environment could be promoted from it. */
record Offers(Situation situation, Environment from, String maven) {

  /** What is pinned there. */
  Optional<Offer> pinned() {
    return situation.pinned(from).map(release -> offer(release.pin(), new Offer.Standing.Pinned()));
  }

  /** What is pinned there, then what it ran before, newest first; nothing that a rollback left. */
  List<Offer> all() {
    List<Offer> offers = new ArrayList<>(pinned().stream().toList());
    for (Replaced replaced : from.replaced()) {
      Offer offer = offer(replaced.pin(), new Offer.Standing.Replaced(replaced.soaked()));
      boolean held =
          from.held().stream()
              .anyMatch(each -> each.holds(replaced.pin().digest(), offer.release().payload()));
      if (!held) {
        offers.add(offer);
      }
    }
    return offers;
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
        .map(replaced -> offer(replaced.pin(), new Offer.Standing.Replaced(replaced.soaked())))
        .orElseThrow(() -> unknown(name).asException())
        .named(true);
  }

  private static boolean is(Pin pin, String name) {
    return pin.version().value().equals(name) || pin.digest().value().equals(name);
  }

  private Offer offer(Pin pin, Offer.Standing standing) {
    return new Offer(situation.release(from, pin), Optional.of(from), standing, false);
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
