package com.hcomp.gitops.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty promoters at once on one repository, each with a clone of its own. */
@Tag("slow")
class ManyPromotersTest {
  private static final int MANY = 20;

  @TempDir Path folder;

  @Test
  void everyPromotionLandsExactlyOnce() throws Exception {
    List<String> regions = IntStream.range(0, MANY).mapToObj(number -> "prd-" + number).toList();
    StringBuilder policy = new StringBuilder("environments:\n  - name: stg\n");
    regions.forEach(name -> policy.append("  - name: ").append(name).append("\n    from: stg\n"));
    List<String> all = new ArrayList<>(List.of("stg"));
    all.addAll(regions);
    try (Scene scene = Scene.start(folder, policy.toString(), all.toArray(String[]::new))) {
      scene.deliver("two");
      scene.clusters.sync("stg", Duration.ofHours(1));
      List<Path> clones = regions.stream().map(scene::clone).toList();
      int before = scene.log().size();

      ExecutorService threads = Executors.newFixedThreadPool(MANY);
      List<Future<Promote.Outcome>> running = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        Path clone = clones.get(i);
        String region = regions.get(i);
        running.add(
            threads.submit(
                () ->
                    new Promote(scene.access(clone, Report.silent(), Milestones.unwatched()))
                        .run(new Promote.Order(region, Optional.empty(), Map.of()))));
      }
      for (Future<Promote.Outcome> each : running) {
        assertThat(each.get()).isInstanceOf(Promote.Outcome.Promoted.class);
      }
      threads.shutdown();

      assertThat(scene.log()).hasSize(before + MANY);
      for (String region : regions) {
        assertThat(scene.version(region).value()).isEqualTo("1.0.1");
        assertThat(scene.registry.digest("config/config-" + region, "1.0.1"))
            .hasValue(scene.pin(region).digest());
        assertThat(scene.registry.tags("config/config-" + region))
            .containsExactly("1.0.0", "1.0.1");
        assertThat(scene.log())
            .filteredOn(subject -> subject.startsWith("promote: " + region + " "))
            .hasSize(1);
      }
    }
  }
}
