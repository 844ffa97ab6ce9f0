package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills each process of the platform, and then random sets of them, for as many rounds as {@code
 * -Dsurvival.rounds} says, and prints what broke meanwhile and how soon all was live again.
 */
class SurvivalBenchmark {
  private final TestPlatform platform = new TestPlatform();

  @Test
  void kill(@TempDir Path folder) {
    Checkout checkout = new Checkout(folder.resolve("hcomp"), platform.settings());
    checkout.installGoals();
    checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    try {
      assertThat(checkout.deploy().exitStatus()).isZero();
      Survival survival = new Survival(platform, checkout.addresses());
      System.out.println(
          "\n| killed | gave no answer meanwhile | started by `up` | `up` | all live again |"
              + "\n|---|---|---|---|---|");
      List<String> names = survival.names();
      names.forEach(name -> print(survival.kill(List.of(name))));
      sets(survival, names, Integer.getInteger("survival.rounds", 200) - names.size());
    } finally {
      checkout.mvn("-q", "gitops:down", "-Dgitops.purge");
    }
    assertThat(platform.remains()).isEmpty();
  }

  private static void sets(Survival survival, List<String> names, int rounds) {
    long seed = Long.getLong("survival.seed", System.nanoTime());
    System.out.println("random sets with the seed " + seed);
    Random random = new Random(seed);
    List<Duration> recovered = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      List<String> shuffled = new ArrayList<>(names);
      Collections.shuffle(shuffled, random);
      Survival.Round round = survival.kill(shuffled.subList(0, 2 + random.nextInt(6)));
      print(round);
      recovered.add(round.recovered());
    }
    if (!recovered.isEmpty()) {
      Collections.sort(recovered);
      System.out.printf(
          "%d random sets: all live again after %s in the middle, %s at the most%n",
          rounds, seconds(recovered.get(rounds / 2)), seconds(recovered.get(rounds - 1)));
    }
  }

  private static void print(Survival.Round round) {
    System.out.printf(
        "| %s | %s | %s | %s | %s |%n",
        String.join(", ", round.killed()),
        round.broken().isEmpty() ? "nothing" : String.join(", ", round.broken()),
        String.join(", ", round.started()),
        seconds(round.up()),
        seconds(round.recovered()));
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }
}
