package com.hcomp.gitops.promotion;

import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.RunningRegistry;
import com.hcomp.gitops.workspace.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What scenes begin with: the first release of every environment, published and pinned. It is made
 * once for all tests of this JVM with the same policy, and each gets a copy, for making it takes
 * longer than most tests.
 *
 * @param folder the registry's files, the origin and a checkout
 * @param port the registry's, which the checkout names
 */
record FirstDelivery(Path folder, int port, List<String> environments, Build build) {
  private static final Map<List<String>, FirstDelivery> MADE = new HashMap<>();

  static synchronized FirstDelivery of(String promotion, List<String> environments)
      throws Exception {
    List<String> key = new ArrayList<>(environments);
    key.add(promotion);
    FirstDelivery made = MADE.get(key);
    if (made == null) {
      made = make(promotion, environments);
      MADE.put(key, made);
    }
    return made;
  }

  private static FirstDelivery make(String promotion, List<String> environments) throws Exception {
    Path folder = Files.createTempDirectory("first-delivery");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
    RunningRegistry running = RunningRegistry.start(folder.resolve("registry"));
    Path checkout = Files.createDirectory(folder.resolve("checkout"));
    Repository.dayOne(checkout, promotion, environments.toArray(String[]::new))
        .replace(
            "argocd-root/values.yaml", "registry.example.com/hcomp", running.address().value());
    Path origin = TestGit.bare(folder);
    TestGit.init(checkout);
    TestGit.run(checkout, "remote", "add", "origin", origin.toString());
    Scene.push(checkout, "first");
    try (Scene scene = new Scene(folder, running)) {
      scene.deliver(Scene.FIRST);
      return new FirstDelivery(folder, running.port(), environments, scene.newest);
    }
  }

  /** A copy in which every cluster has had its release for two hours. */
  Scene scene(Path target) throws Exception {
    Command.of("cp", "-R", folder + "/.", target.toString()).output();
    Path checkout = target.resolve("checkout");
    TestGit.run(checkout, "remote", "set-url", "origin", target.resolve("origin.git").toString());
    Scene scene = new Scene(target, RunningRegistry.start(target.resolve("registry"), port));
    scene.newest = build;
    for (String environment : environments) {
      scene.clusters.sync(environment, Duration.ofHours(2));
    }
    return scene;
  }
}
