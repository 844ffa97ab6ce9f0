package com.hcomp.gitops.plugin;

import com.hcomp.gitops.image.BaseImage;
import com.hcomp.gitops.image.ServiceFiles;
import com.hcomp.gitops.image.StartupArchive;
import com.hcomp.gitops.platform.programs.Program.Platform;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Durations;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.report.Sizes;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Makes what the image needs so that its Java starts fast: the service is started once with the
 * base image's own Java, and the classes that this loads are archived. Where that Java can't be
 * run, the image is built without an archive.
 */
@Mojo(
    name = "startup-archive",
    defaultPhase = LifecyclePhase.DEPLOY,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class StartupArchiveMojo extends GitOpsMojo {
  private static final String TOPIC = "image";

  /** The class that the image starts. */
  @Parameter(required = true)
  String mainClass;

  /** The flags that the image's JVM gets. */
  @Parameter List<String> jvmFlags = List.of();

  /** The argument that has the service start, use all of itself once, and end. */
  @Parameter(required = true)
  String trainingArgument;

  /** The folder of the image, below its working directory, that gets what is made. */
  @Parameter(required = true)
  String place;

  /** Where it is made. */
  @Parameter(defaultValue = "${project.build.directory}/startup", readonly = true)
  File output;

  @Override
  void run(Surroundings surroundings) {
    if ("true".equals(project.getProperties().getProperty("jib.skip"))) {
      return; // the image is there already
    }
    List<Path> libraries =
        project.getArtifacts().stream().map(Artifact::getFile).map(File::toPath).toList();
    ServiceFiles service =
        new ServiceFiles(libraries, project.getArtifact().getFile().toPath(), mainClass, jvmFlags);
    StartupArchive archive =
        new StartupArchive(
            service,
            trainingArgument,
            homeFolder().resolve("startup-archives"),
            surroundings.scratch().resolve("startup"));
    String name = project.getProperties().getProperty("gitops.image.from", "");
    RegistryAddress registry = surroundings.registryAddress();
    boolean plain = registry.plainHttp() && name.startsWith(registry.host() + "/");
    BaseImage base = BaseImage.named(name, plain);
    Platform here = Platform.current();
    Instant start = Instant.now();
    StartupArchive.Origin origin =
        archive.write(base, output.toPath(), place, here.system() + "/" + here.architecture());
    tell(surroundings.report(), origin, Duration.between(start, Instant.now()));
  }

  private static void tell(Report report, StartupArchive.Origin origin, Duration time) {
    if (origin instanceof StartupArchive.Origin.Made made) {
      report.step(
          TOPIC,
          "startup archive made in " + Durations.exact(time) + ", " + Sizes.text(made.bytes()));
    } else if (origin instanceof StartupArchive.Origin.Kept kept) {
      report.step(TOPIC, "startup archive as before, " + Sizes.text(kept.bytes()));
    } else if (origin instanceof StartupArchive.Origin.None none) {
      report.warning(TOPIC, "no startup archive, so pods start slowly: " + none.reason());
    }
  }
}
