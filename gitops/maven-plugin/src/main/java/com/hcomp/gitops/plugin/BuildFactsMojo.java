package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Writes what the module was built from into its classes, META-INF/build-info.properties: version,
 * commit and commit time. The commit is the last one that touched the image's inputs, so that the
 * same inputs give the same image.
 */
@Mojo(name = "build-facts", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class BuildFactsMojo extends GitOpsMojo {
  @Override
  void run(Surroundings surroundings) {
    Source source = ImageModule.of(project, root()).source(Git.open(root()));
    String facts =
        "build.version="
            + project.getVersion()
            + "\n"
            + "build.commit="
            + source.revision()
            + "\n"
            + "build.time="
            + source.time()
            + "\n";
    Path file =
        Path.of(project.getBuild().getOutputDirectory(), "META-INF", "build-info.properties");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, facts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
