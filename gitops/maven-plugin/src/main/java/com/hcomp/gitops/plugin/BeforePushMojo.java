package com.hcomp.gitops.plugin;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.publish.Standing;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.workspace.ConfigModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Looks whether the module's chart or release is published already, and tells Helm's push to leave
 * it alone if so. Other content under the same version fails the build.
 *
 * <p>With -Plocal, releases are left to {@code gitops:deliver}.
 */
@Mojo(name = "before-push", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class BeforePushMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    project.getProperties().setProperty("helm.push.skip", "true");
    Optional<ConfigModule> release = surroundings.release(project.getBasedir().toPath());
    if (release.isPresent() && (local || !release.get().payload().isComplete())) {
      if (!local) {
        surroundings
            .report()
            .step("publish", "release " + project.getArtifactId() + ": not yet, it has no image");
      }
      return;
    }
    Publisher publisher = surroundings.publisher();
    Candidate candidate = surroundings.candidate(publisher, project.getBasedir().toPath());
    Standing standing = publisher.standing(candidate);
    if (standing instanceof Standing.Absent) {
      handToHelm(candidate, publisher.registry().address());
    } else if (standing instanceof Standing.Same) {
      publisher.publish(candidate);
    } else {
      throw new ProblemException(publisher.refusal(candidate).stream().toList());
    }
  }

  /** Helm's push takes every package in target/helm: so exactly this one must be there. */
  private void handToHelm(Candidate candidate, RegistryAddress address) {
    Path folder = Path.of(project.getBuild().getDirectory(), "helm");
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> packages = Files.newDirectoryStream(folder, "*.tgz")) {
        for (Path old : packages) {
          Files.delete(old);
        }
      }
      Files.copy(
          candidate.archive(),
          folder.resolve(candidate.archive().getFileName()),
          StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RegistryAddress parent = address.resolve(candidate.kind().parent());
    project.getProperties().setProperty("gitops.push.url", parent.value());
    project.getProperties().setProperty("helm.push.plain-http", "" + parent.plainHttp());
    project.getProperties().setProperty("helm.push.skip", "false");
  }
}
