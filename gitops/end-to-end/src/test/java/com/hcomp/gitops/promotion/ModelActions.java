package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.promotion.Milestones.Milestone;
import com.hcomp.gitops.promotion.ModelTrouble.What;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Random sequences of what may happen to environments, as often as makes them meet. */
final class ModelActions {
  private ModelActions() {}

  /** Sequences of one length, which shrink. */
  static Arbitrary<List<ModelAction>> sequences(int length) {
    RandomDistribution longest =
        new RandomDistribution() {
          @Override
          public RandomNumericGenerator createGenerator(
              int genSize, BigInteger min, BigInteger max, BigInteger center) {
            return random -> max;
          }
        };
    return any().list().ofMaxSize(length).withSizeDistribution(longest);
  }

  private static Arbitrary<ModelAction> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(18, trouble(atStart()).map(ModelAction.Advance::new)),
        Tuple.of(14, promotions()),
        Tuple.of(10, rollbacks()),
        Tuple.of(7, Combinators.combine(overrides(), trouble(atStart())).as(ModelAction.Pin::new)),
        Tuple.of(5, Arbitraries.of(false, true).map(ModelAction.Build::new)),
        Tuple.of(12, whiles().map(ModelAction.Ship::new)),
        Tuple.of(4, Arbitraries.just(new ModelAction.Deliver())),
        Tuple.of(
            4,
            Combinators.combine(
                    environments(),
                    Arbitraries.integers().between(2, 4),
                    Arbitraries.of(true, true, false))
                .as(ModelAction.Edit::new)),
        Tuple.of(
            5,
            Combinators.combine(
                    Arbitraries.of("stg", "stg", "stg", "stg", "prd-eu", "prd-us", "prd-ap"),
                    Arbitraries.integers().between(0, 9),
                    Arbitraries.of(true, false),
                    Arbitraries.of(true, true, false))
                .as(ModelAction.Bump::new)),
        Tuple.of(10, times().map(ModelAction.Pass::new)),
        Tuple.of(4, environments().map(ModelAction.Notice::new)),
        Tuple.of(
            8,
            Combinators.combine(environments(), Arbitraries.of(false, false, false, true))
                .as(ModelAction.Sync::new)),
        Tuple.of(4, refusals()),
        Tuple.of(
            4,
            Combinators.combine(
                    environments(),
                    Arbitraries.of("Healthy", "Degraded", "Degraded", "Progressing"))
                .as(ModelAction.Health::new)),
        Tuple.of(1, Arbitraries.of(true, true, false).map(ModelAction.Check::new)),
        Tuple.of(14, whiles().map(ModelAction.Settle::new)),
        Tuple.of(1, Arbitraries.just(new ModelAction.NewClone())));
  }

  private static Arbitrary<ModelAction> promotions() {
    return Combinators.combine(
            Arbitraries.of(
                "prd-eu", "prd-eu", "prd-eu", "prd-us", "prd-us", "prd-ap", "prd-ap", "stg"),
            releases(),
            overrides(),
            trouble(anyTime()))
        .as(ModelAction.Promote::new);
  }

  private static Arbitrary<ModelAction> rollbacks() {
    return Combinators.combine(
            Arbitraries.of("stg", "stg", "prd-eu", "prd-eu", "prd-us", "prd-ap"),
            releases(),
            trouble(anyTime()))
        .as(ModelAction.Rollback::new);
  }

  /** Most often where it must hold back the rest of a wave. */
  private static Arbitrary<ModelAction> refusals() {
    return Arbitraries.of("stg", "prd-eu", "prd-us", "prd-us", "prd-us", "prd-ap")
        .map(ModelAction.Refuse::new);
  }

  private static Arbitrary<String> environments() {
    return Arbitraries.of(PromotionModel.NAMES);
  }

  /** Most often none is named; some that are were never pinned. */
  private static Arbitrary<Optional<Integer>> releases() {
    return Arbitraries.integers().between(0, 5).optional(0.35);
  }

  /** Around the moments that decide: settled, degraded for good, soaked, and the window's. */
  private static Arbitrary<Duration> times() {
    return Arbitraries.of(
            "PT8S", "PT14S", "PT29S", "PT4M", "PT9M", "PT19M", "PT29M", "PT41M", "PT7H")
        .map(Duration::parse);
  }

  /** Long enough for every soak, or for none, or for some. */
  private static Arbitrary<Duration> whiles() {
    return Arbitraries.of("PT41M", "PT41M", "PT12M", "PT20S").map(Duration::parse);
  }

  private static Arbitrary<Set<GateName>> overrides() {
    Arbitrary<Set<GateName>> some =
        Arbitraries.of(
            EnumSet.of(GateName.SOAK),
            EnumSet.of(GateName.UPSTREAM),
            EnumSet.of(GateName.UPSTREAM, GateName.SOAK),
            EnumSet.of(GateName.HELD),
            EnumSet.of(GateName.WAVE, GateName.WINDOW, GateName.CHECK),
            EnumSet.allOf(GateName.class));
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.just(EnumSet.noneOf(GateName.class))), Tuple.of(1, some));
  }

  private static Arbitrary<ModelTrouble> trouble(Arbitrary<ModelTrouble> some) {
    return Arbitraries.frequencyOf(
        Tuple.of(5, Arbitraries.just(ModelTrouble.none())), Tuple.of(1, some));
  }

  private static Arbitrary<ModelTrouble> atStart() {
    return Arbitraries.of(EnumSet.complementOf(EnumSet.of(What.NOTHING, What.KILLED)))
        .map(what -> new ModelTrouble(what, Optional.empty()));
  }

  private static Arbitrary<ModelTrouble> anyTime() {
    Arbitrary<ModelTrouble> later =
        Combinators.combine(
                Arbitraries.of(EnumSet.complementOf(EnumSet.of(What.NOTHING))),
                Arbitraries.of(
                    Milestone.PLANNED, Milestone.PUBLISHED, Milestone.COMMITTED, Milestone.PUSHED))
            .as((what, milestone) -> new ModelTrouble(what, Optional.of(milestone)));
    return Arbitraries.oneOf(atStart(), later);
  }
}
