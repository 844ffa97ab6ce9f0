package com.hcomp.gitops.image;

import com.hcomp.gitops.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service's jars as Jib lays them out in its image (packaged), and how its Java is started there.
 * Paths are relative to the image's working directory, so that an archive of classes, which names
 * them, can be made elsewhere.
 *
 * @param libraries what the service depends on, in the order of the class path
 * @param application the service's own jar: last in the class path, because an archive of the
 *     classes of those before it is good whatever comes after them
 * @param mainClass what is started
 * @param flags the JVM's
 */
public record ServiceFiles(
    List<Path> libraries, Path application, String mainClass, List<String> flags) {
  private static final String LIBRARIES = "libs";
  private static final String APPLICATION = "classpath";

  /** As Jib dates all files. */
  private static final FileTime DATE = FileTime.from(Instant.EPOCH.plusSeconds(1));

  /**
   * @throws com.hcomp.gitops.model.ProblemException LIBRARY-TWICE if two jars have the same name
   */
  public ServiceFiles {
    libraries = List.copyOf(libraries);
    flags = List.copyOf(flags);
    Set<String> names = new LinkedHashSet<>();
    for (Path library : libraries) {
      if (!names.add(name(library))) {
        throw new Problem(
                "LIBRARY-TWICE",
                "Two libraries of the image have the file name " + name(library) + ".",
                "Exclude one of them:\nmvn dependency:tree")
            .asException();
      }
    }
  }

  /** The libraries' class path. */
  public String libraryPath() {
    return libraries.stream()
        .map(library -> LIBRARIES + "/" + name(library))
        .collect(Collectors.joining(":"));
  }

  /** The whole class path. */
  public String classPath() {
    String own = APPLICATION + "/" + name(application);
    return libraries.isEmpty() ? own : libraryPath() + ":" + own;
  }

  /** Copies the jars into a folder that stands for the image's working directory. */
  void layOut(Path folder) throws IOException {
    for (Path library : libraries) {
      copy(library, folder.resolve(LIBRARIES));
    }
    copy(application, folder.resolve(APPLICATION));
  }

  /**
   * The names of the service's own classes, as class files have them: {@code com/hcomp/app/Main}.
   */
  Set<String> ownClasses() throws IOException {
    try (var jar = new java.util.jar.JarFile(application.toFile());
        Stream<java.util.jar.JarEntry> entries = jar.stream()) {
      return entries
          .map(java.util.jar.JarEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .collect(Collectors.toSet());
    }
  }

  /** What follows {@code java} to start the service: flags, class path and main class. */
  List<String> arguments(List<String> moreFlags) {
    List<String> arguments = new ArrayList<>(flags);
    arguments.addAll(moreFlags);
    arguments.addAll(List.of("-cp", classPath(), mainClass));
    return arguments;
  }

  private static void copy(Path jar, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path copy = Files.copy(jar, folder.resolve(name(jar)));
    Files.setLastModifiedTime(copy, DATE);
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }
}
