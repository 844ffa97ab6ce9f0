package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.Source;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Registry;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;

/**
 * Reads back what Jib and Helm pushed in this build: a registry has no atomic create, so somebody
 * else may have won. An image gets the version's tag too, if HEAD has a Git tag such as {@code
 * v1.4.0}.
 */
@Mojo(name = "confirm", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class ConfirmMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    for (MavenProject module : session.getAllProjects()) {
      published(module, "jib.skip")
          .ifPresent(pushed -> confirmImage(surroundings, ImageModule.of(module, root()), pushed));
      published(module, "helm.push.skip")
          .filter(pushed -> pushed)
          .ifPresent(pushed -> confirmChart(surroundings, module));
    }
  }

  /** Whether this build pushed the module's artifact; empty if it has none. */
  private static Optional<Boolean> published(MavenProject module, String skip) {
    return Optional.ofNullable(module.getProperties().getProperty(skip)).map("false"::equals);
  }

  private static void confirmChart(Surroundings surroundings, MavenProject module) {
    Publisher publisher = surroundings.publisher();
    Candidate candidate = surroundings.candidate(publisher, module.getBasedir().toPath());
    Digest digest = publisher.confirmed(candidate);
    surroundings.report().step("publish", Publisher.line(candidate, "pushed", digest));
  }

  private void confirmImage(Surroundings surroundings, ImageModule image, boolean pushed) {
    Git git = Git.open(root());
    Source source = image.source(git);
    Registry registry = surroundings.registry();
    String name = image.repository() + ":" + source.tag();
    Digest digest =
        registry
            .digest(image.repository(), source.tag())
            .orElseThrow(
                () ->
                    new Problem(
                            "NOT-PUBLISHED",
                            "Image "
                                + name
                                + " was pushed, but "
                                + registry.address()
                                + " doesn't have it.",
                            "Look at the registry's log, then run the same command again.")
                        .asException());
    surroundings
        .report()
        .step(
            "publish",
            Publisher.line("image", name, pushed ? "pushed" : "already published", digest));
    if (source.uncommitted().isPresent()) {
      return;
    }
    for (String tag : git.output("tag", "--points-at", "HEAD", "--list", "v*").lines().toList()) {
      registry.tag(image.repository(), digest, tag.substring(1));
      String tagged = image.repository() + ":" + tag.substring(1);
      surroundings.report().step("publish", Publisher.line("image", tagged, "tagged", digest));
    }
  }
}
