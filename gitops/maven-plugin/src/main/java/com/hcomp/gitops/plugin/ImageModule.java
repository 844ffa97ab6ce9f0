package com.hcomp.gitops.plugin;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.Source;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * A module whose image Jib builds.
 *
 * @param repository the image's path below the registry: the module's artifactId
 * @param inputs what the image is made from, relative to the repository's top: the module, and the
 *     poms that it inherits
 */
record ImageModule(String repository, List<String> inputs) {
  private static final String JIB = "com.google.cloud.tools:jib-maven-plugin";

  static List<ImageModule> all(MavenSession session, Path root) {
    return session.getAllProjects().stream()
        .filter(project -> project.getPlugin(JIB) != null)
        .map(project -> of(project, root))
        .toList();
  }

  /** Whether a module is the first of this build whose image Jib makes. */
  static boolean isFirst(MavenProject module, MavenSession session) {
    return session.getProjects().stream()
        .filter(project -> project.getPlugin(JIB) != null)
        .findFirst()
        .filter(module::equals)
        .isPresent();
  }

  static ImageModule of(MavenProject project, Path root) {
    List<String> inputs = new ArrayList<>();
    inputs.add(relative(project.getBasedir(), root));
    for (MavenProject parent = project.getParent();
        parent != null && parent.getFile() != null;
        parent = parent.getParent()) {
      inputs.add(relative(parent.getFile(), root));
    }
    return new ImageModule(project.getArtifactId(), List.copyOf(inputs));
  }

  Source source(Git git) {
    return Source.of(git, inputs);
  }

  private static String relative(File file, Path root) {
    return root.relativize(file.toPath()).toString();
  }
}
