package com.hcomp.gitops.platform.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Makes the images that others would pull: this machine may reach no registry. Each is made once;
 * one that is there is kept.
 */
public final class BaseImages {
  private static final String NOBODY = "65532";
  private static final FilePermissions READ = FilePermissions.fromOctalString("644");
  private static final FilePermissions RUN = FilePermissions.fromOctalString("755");

  private final Registry registry;
  private final Path scratch;

  /**
   * @param scratch a folder for what is needed while an image is made
   */
  public BaseImages(Registry registry, Path scratch) {
    this.registry = registry;
    this.scratch = scratch;
  }

  /** The image of the program that holds a pod's namespaces open; its name with host and tag. */
  public String pause(Path program) {
    String repository = "hcomp/base/pause";
    String tag = program.getName(program.getNameCount() - 2).toString();
    if (!tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")) {
      tag = "local"; // from a folder that the user named
    }
    String image = registry.host() + "/" + repository + ":" + tag;
    if (!registry.has(repository, tag)) {
      JibContainerBuilder builder = Jib.fromScratch();
      builder.addFileEntriesLayer(
          FileEntriesLayer.builder()
              .setName("pause")
              .addEntry(program, AbsoluteUnixPath.get("/pause"), RUN)
              .build());
      builder.setEntrypoint("/pause").setUser(NOBODY);
      push(builder, image);
    }
    return image;
  }

  /** The image with the Java that runs this, and nothing else; its name with host and tag. */
  public String java(JavaRuntime runtime) {
    String repository = "hcomp/base/jre";
    String image = registry.host() + "/" + repository + ":" + runtime.tag();
    if (!registry.has(repository, runtime.tag())) {
      Path root = scratch.resolve("jre");
      Folders.delete(root);
      runtime.write(root);
      JibContainerBuilder builder = Jib.fromScratch();
      builder.addFileEntriesLayer(layer(root));
      builder.setEnvironment(
          Map.of(
              "JAVA_HOME", JavaRuntime.HOME, "PATH", JavaRuntime.HOME + "/bin", "LANG", "C.UTF-8"));
      builder.setUser(NOBODY + ":" + NOBODY);
      push(builder, image);
      Folders.delete(root);
    }
    return image;
  }

  private static FileEntriesLayer layer(Path root) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("java");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        if (file.equals(root)) {
          continue;
        }
        AbsoluteUnixPath target = AbsoluteUnixPath.get("/" + root.relativize(file));
        boolean runnable = Files.isDirectory(file) || Files.isExecutable(file);
        FilePermissions permissions =
            target.toString().equals("/tmp")
                ? FilePermissions.fromOctalString("777")
                : runnable ? RUN : READ;
        layer.addEntry(file, target, permissions);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return layer.build();
  }

  private void push(JibContainerBuilder builder, String image) {
    String architecture =
        com.hcomp.gitops.platform.programs.Program.Platform.current().architecture();
    builder.setPlatforms(Set.of(new Platform(architecture, "linux")));
    builder.setCreationTime(Instant.EPOCH);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      builder.containerize(
          Containerizer.to(RegistryImage.named(image))
              .setAllowInsecureRegistries(true)
              .setBaseImageLayersCache(scratch.resolve("jib"))
              .setApplicationLayersCache(scratch.resolve("jib"))
              .setExecutorService(threads)
              .setToolName("hcomp"));
    } catch (InvalidImageReferenceException | CacheDirectoryCreationException e) {
      throw new IllegalStateException(e);
    } catch (IOException | RegistryException | ExecutionException e) {
      throw new com.hcomp.gitops.model.ProblemException(
          List.of(
              new com.hcomp.gitops.model.Problem(
                  "BASE-IMAGE",
                  image + " could not be pushed: " + e.getMessage() + ".",
                  "See the registry's log in the platform's log folder, then go on:\n"
                      + "mvn gitops:up")),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
      Folders.delete(scratch.resolve("jib"));
    }
  }
}
