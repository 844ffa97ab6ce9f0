package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.Source;
import com.hcomp.gitops.git.WebAddress;
import com.hcomp.gitops.git.WorkTreeMerge;
import com.hcomp.gitops.image.ImageLabels;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.License;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a deploy that would change anything that is published, for all modules together and
 * before any of them is pushed: where it runs first. Then prepares its module's image: its tag, its
 * base, and whether it is published already. With -Plocal it starts the platform first, and merges
 * the working tree.
 */
@Mojo(name = "preflight", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class PreflightMojo extends GitOpsMojo {
  /** The image that the service's image is built on; the local platform makes its own. */
  @Parameter(property = "image.base", required = true)
  String base;

  /**
   * Where the source is published, for the image's label {@code source}; if it is not given, that
   * of the Git remote {@code origin}.
   */
  @Parameter(property = "gitops.image.source")
  @Nullable String sourceAddress;

  @Override
  void run(Surroundings surroundings) {
    if (session.getRequest().getDegreeOfConcurrency() > 1) {
      throw new Problem(
              "PARALLEL-BUILD",
              "With -T, another module could be pushed before all of them are checked.",
              "Run it without -T.")
          .asException();
    }
    boolean first = ImageModule.isFirst(project, session);
    if (local) {
      base = (first ? surroundings.up() : surroundings.platform()).baseImage();
    }
    if (first) {
      checkAll(surroundings);
    }
    RegistryAddress address = surroundings.registryAddress();
    ImageModule image = ImageModule.of(project, root());
    Git git = Git.open(root());
    Source source = image.source(git);
    boolean published =
        surroundings.registry().digest(image.repository(), source.tag()).isPresent();
    set("gitops.image", address.resolve(image.repository()).value() + ":" + source.tag());
    set("gitops.image.from", base);
    set("gitops.plainHttp", "" + address.plainHttp());
    set("jib.container.labels", labels(source, git).property());
    set("jib.skip", "" + published);
  }

  private void checkAll(Surroundings surroundings) {
    if (local) {
      WorkTreeMerge merge = surroundings.merge();
      surroundings
          .delivery(Workspace.open(merge.workspace().directory()), Environment::replaced)
          .check();
      return;
    }
    Workspace workspace = surroundings.checkout();
    Publisher publisher = surroundings.publisher();
    List<Problem> problems = new ArrayList<>();
    workspace
        .charts()
        .forEach(chart -> publisher.refusal(publisher.chart(chart)).ifPresent(problems::add));
    workspace.environments().stream()
        .map(workspace::config)
        .filter(config -> config.payload().isComplete())
        .forEach(
            config ->
                publisher
                    .refusal(publisher.release(config, workspace.charts()))
                    .ifPresent(problems::add));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private ImageLabels labels(Source source, Git git) {
    return new ImageLabels(
        project.getArtifactId(),
        project.getVersion(),
        source,
        Optional.ofNullable(sourceAddress).or(() -> WebAddress.of(git)),
        project.getLicenses().stream().map(License::getName).toList());
  }

  private void set(String property, String value) {
    project.getProperties().setProperty(property, value);
  }
}
