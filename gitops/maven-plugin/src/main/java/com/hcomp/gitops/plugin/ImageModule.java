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
 * @param project the module
 * @param repository the image's path below the registry: the module's artifactId
 * @param inputs what the image is made from, relative to the repository's top: the module, and the
 *     poms that it inherits
 */
record ImageModule(MavenProject project, String repository, List<String> inputs) {
  private static final String SOURCE = "gitops.source";
  private static final String JIB = "com.google.cloud.tools:jib-maven-plugin";

  static List<ImageModule> all(MavenSession session, Path root) {
    return session.getAllProjects().stream()
        .filter(project -> project.getPlugin(JIB) != null)
        .map(project -> of(project, root))
        .toList();
  }

  static ImageModule of(MavenProject project, Path root) {
    List<String> inputs = new ArrayList<>();
    inputs.add(relative(project.getBasedir(), root));
    for (MavenProject parent = project.getParent();
        parent != null && parent.getFile() != null;
        parent = parent.getParent()) {
      inputs.add(relative(parent.getFile(), root));
    }
    return new ImageModule(project, project.getArtifactId(), List.copyOf(inputs));
  }

  /** What the image is made from: found once in a build, so that all its goals name it alike. */
  Source source(Git git) {
    if (project.getContextValue(SOURCE) instanceof Source known) {
      return known;
    }
    Source source = Source.of(git, inputs);
    project.setContextValue(SOURCE, source);
    return source;
  }

  private static String relative(File file, Path root) {
    return root.relativize(file.toPath()).toString();
  }
}
