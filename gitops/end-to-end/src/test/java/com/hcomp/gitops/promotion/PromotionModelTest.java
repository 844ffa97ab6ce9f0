package com.hcomp.gitops.promotion;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import net.jqwik.api.statistics.Statistics;

/**
 * The whole engine against a model of it: whatever people, builds, clusters and outages do, in any
 * order, what is pinned, published and remembered is what the model says, which knows nothing of
 * the engine's code.
 *
 * <p>A failure prints its seed and its sequence. {@code -Dpromotion.steps=3000} runs as many random
 * actions more, in {@value #TRIES} sequences.
 */
@Tag("slow")
class PromotionModelTest {
  static final int TRIES = 50;
  private static final int STEPS = Integer.getInteger("promotion.steps", 0);
  private static final List<String> HAPPENS = List.of("promoted", "rolled back", "held back");
  private static final List<String> HAPPENS_IN_THE_LONG_RUN =
      List.of("advanced", "delivered", "pinned", "adopted", "in trouble");

  @SuppressWarnings("NullAway.Init") // set before each property
  private ModelGround ground;

  @BeforeProperty
  void start() throws Exception {
    ground = new ModelGround();
  }

  @AfterProperty
  void stop() throws Exception {
    ground.close();
  }

  @Provide
  Arbitrary<List<ModelAction>> few() {
    return ModelActions.sequences(40);
  }

  @Provide
  Arbitrary<List<ModelAction>> many() {
    return ModelActions.sequences(STEPS / TRIES);
  }

  /** The same few in every build, so that a build fails for its own change. */
  @Property(
      tries = 3,
      seed = "20261128",
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void pinsAreWhereTheModelSays(@ForAll("few") List<ModelAction> actions) throws Exception {
    run(actions);
    require(HAPPENS);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  @AddLifecycleHook(OnlyIfAskedFor.class)
  void forThousandsOfSteps(@ForAll("many") List<ModelAction> actions) throws Exception {
    run(actions);
    require(HAPPENS);
    require(HAPPENS_IN_THE_LONG_RUN);
  }

  private void run(List<ModelAction> actions) throws Exception {
    try (ModelRun run = new ModelRun(ground, word -> Statistics.collect(word))) {
      for (int i = 0; i < actions.size(); i++) {
        try {
          run.act(actions.get(i));
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("action " + i + ", " + actions.get(i) + ": " + e, e);
        }
      }
    }
  }

  /** A test in which nothing happens proves nothing. */
  private static void require(List<String> words) {
    Statistics.coverage(
        coverage -> words.forEach(word -> coverage.check(word).count(count -> count > 0)));
  }

  /** Skips what takes minutes. */
  static final class OnlyIfAskedFor implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
      return STEPS == 0
          ? SkipResult.skip("takes minutes; -Dpromotion.steps=3000 asks for it")
          : SkipResult.doNotSkip();
    }
  }
}
