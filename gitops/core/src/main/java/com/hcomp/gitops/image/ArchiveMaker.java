package com.hcomp.gitops.image;

import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes an archive of the classes that a service loads when it starts, those of the JDK and of its
 * libraries: they need not be read from jars, parsed and verified again. The service's own classes
 * are left out, so that the archive stays good when only they change.
 */
final class ArchiveMaker {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  // Larger heaps than 32 GB are laid out otherwise, and 60 % of a build machine's memory may be
  // one.
  private static final List<String> SMALL_HEAP = List.of("-Xms256m", "-Xmx256m");

  private final Path java;
  private final ServiceFiles service;
  private final Path folder;

  /**
   * @param java the program, as it is in the image
   * @param folder an empty one
   */
  ArchiveMaker(Path java, ServiceFiles service, Path folder) {
    this.java = java;
    this.service = service;
    this.folder = folder;
  }

  /**
   * Runs the service once, and archives what it loaded.
   *
   * @param trainingArgument has the service start, use all of itself once, and end
   * @throws NoArchive if that fails
   */
  Path make(String trainingArgument) throws IOException, NoArchive {
    Files.createDirectories(folder);
    service.layOut(folder);
    Path loaded = folder.resolve("loaded-classes");
    List<String> training = new ArrayList<>(SMALL_HEAP);
    training.add("-XX:DumpLoadedClassList=" + loaded);
    training = new ArrayList<>(service.arguments(training));
    training.add(trainingArgument);
    run("the service does not pass its training", training);
    Path classes = Files.write(folder.resolve("classes"), withoutOwn(Files.readAllLines(loaded)));
    Path archive = folder.resolve(StartupArchive.FILE);
    List<String> dump = new ArrayList<>(SMALL_HEAP);
    // The one collector whose dump holds objects, too; the others read them.
    dump.add("-XX:+UseG1GC");
    // From Java 24 on classes are archived loaded and linked: an AOT cache.
    dump.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+AOTClassLinking"));
    dump.addAll(
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + archive,
            "-cp",
            service.libraryPath()));
    run("the classes can't be archived", dump);
    List<String> check = new ArrayList<>(service.flags());
    check.addAll(List.of("-Xshare:on", "-XX:SharedArchiveFile=" + archive));
    check.addAll(List.of("-cp", service.classPath(), "-version"));
    run("the archive is not accepted", check);
    return archive;
  }

  private void run(String failure, List<String> arguments) throws NoArchive {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(arguments);
    Command.Result result;
    try {
      result =
          Command.of(command)
              .in(folder)
              .with(Map.of("JAVA_TOOL_OPTIONS", "", "JDK_JAVA_OPTIONS", "", "_JAVA_OPTIONS", ""))
              .run(PATIENCE);
    } catch (UncheckedIOException e) {
      throw new NoArchive("the image's Java does not run here: " + e.getMessage());
    }
    if (result.exitStatus() != 0) {
      throw new NoArchive(
          failure + " (exit status " + result.exitStatus() + "): " + lastWords(result));
    }
  }

  private static String lastWords(Command.Result result) {
    List<String> lines =
        Stream.concat(result.output().lines(), result.errors().lines())
            .filter(line -> !line.isBlank())
            .toList();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip();
  }

  /** The list's lines but for those about the service's own classes. */
  private List<String> withoutOwn(List<String> lines) throws IOException {
    Set<String> own = service.ownClasses();
    return lines.stream()
        .filter(line -> Stream.of(line.split(" ")).noneMatch(own::contains))
        .toList();
  }
}
