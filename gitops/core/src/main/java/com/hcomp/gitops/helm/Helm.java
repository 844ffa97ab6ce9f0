package com.hcomp.gitops.helm;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.LoginFiles;
import com.hcomp.gitops.registry.RegistryAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Helm command line, without the user's plugins, repositories and settings: the same chart
 * gives the same result everywhere. Logins to registries are the user's own.
 *
 * @param executable Helm 4
 * @param home where it keeps its caches; made when it is needed
 */
public record Helm(Path executable, Path home) {
  private static final String NAME_ANOTHER =
      "Name a Helm 4 that runs on this machine:\n-Dgitops.helm=<path>";
  private static final Pattern DIGEST =
      Pattern.compile("(?m)^Digest:\\s*(sha256:[0-9a-f]{64})\\s*$");
  private static final Pattern FILE =
      Pattern.compile("([A-Za-z0-9_./-]+\\.(?:yaml|yml|tpl|txt|json))(?::([0-9]+))?");

  /** Helm with its caches in the user's cache folder. */
  public Helm(Path executable) {
    this(executable, cacheFolder());
  }

  /**
   * Its own version.
   *
   * @throws ProblemException HELM-FAILED
   */
  public Version version() {
    Command.Result result = run(null, List.of("version", "--template", "{{.Version}}"));
    String version = result.output().strip().replaceFirst("^v", "").replaceFirst("\\+.*$", "");
    if (result.exitStatus() != 0 || !Version.isVersion(version)) {
      throw failed("does not tell its version", result, NAME_ANOTHER);
    }
    return new Version(version);
  }

  /**
   * Checks a chart's form, its templates and its values against their schema.
   *
   * @param chart an unpacked chart
   * @throws ProblemException CHART-INVALID, a problem for each of Helm's errors
   */
  public void lint(Path chart) {
    Command.Result result = run(existing(chart), List.of("lint", "."));
    if (result.exitStatus() != 0) {
      List<String> errors =
          result.output().lines().filter(line -> line.startsWith("[ERROR]")).toList();
      List<Problem> problems = new ArrayList<>();
      for (String error : errors) {
        problems.add(invalid(chart, List.of(error.substring("[ERROR]".length()).strip())));
      }
      throw problems.isEmpty()
          ? invalid(chart, messages(result)).asException()
          : new ProblemException(problems);
    }
  }

  /**
   * Renders a chart as Argo CD does, custom resource definitions included.
   *
   * @param chart an unpacked chart or a .tgz
   * @param releaseName what templates get as {@code .Release.Name}
   * @param namespace what templates get as {@code .Release.Namespace}
   * @param values files that are laid over the chart's values, the last one on top
   * @return YAML documents
   * @throws ProblemException CHART-INVALID
   */
  public String template(Path chart, String releaseName, String namespace, Path... values) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "template",
                releaseName,
                chart.toAbsolutePath().toString(),
                "--namespace",
                namespace,
                "--include-crds"));
    for (Path file : values) {
      arguments.add("--values");
      arguments.add(file.toAbsolutePath().toString());
    }
    Command.Result result = run(null, arguments);
    if (result.exitStatus() != 0) {
      throw invalid(chart, messages(result)).asException();
    }
    return result.output();
  }

  /**
   * Packages a staged chart. Other packages of this chart in the output folder are removed, so that
   * nobody pushes an old one.
   *
   * @param chart as {@link ChartStaging} makes it
   * @param outputFolder made if it isn't there
   * @return the package, {@code <name>-<version>.tgz}; its time is the constant that Helm's push
   *     writes into the artifact, so that the same content has the same digest
   * @throws ProblemException CHART-INVALID
   */
  public Path packageChart(Path chart, Path outputFolder) {
    try {
      Files.createDirectories(outputFolder);
      Path work = Files.createTempDirectory(outputFolder, ".package");
      try {
        Command.Result result =
            run(
                existing(chart),
                List.of("package", ".", "--destination", work.toAbsolutePath().toString()));
        List<Path> packages = list(work);
        if (result.exitStatus() != 0 || packages.size() != 1) {
          throw invalid(chart, messages(result)).asException();
        }
        Path made = packages.get(0);
        Files.setLastModifiedTime(made, FileTime.from(ChartStaging.TIMESTAMP));
        removePackages(ChartArchive.read(made).name(), outputFolder);
        return Files.move(
            made,
            outputFolder.resolve(made.getFileName().toString()),
            StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FileTree.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot package " + chart + " in " + outputFolder, e);
    }
  }

  /**
   * Pushes a package, whatever the registry holds under its name: who calls it has looked before,
   * and looks again after.
   *
   * @param packaged a {@code .tgz} of {@link #packageChart}
   * @param parent where the chart's repository lies, such as {@code localhost:5001/charts}
   * @return the digest of the artifact, as Helm says it
   * @throws ProblemException HELM-FAILED
   */
  public Digest push(Path packaged, RegistryAddress parent) {
    List<String> arguments =
        new ArrayList<>(List.of("push", packaged.toAbsolutePath().toString(), parent.oci()));
    if (parent.plainHttp()) {
      arguments.add("--plain-http");
    }
    Command.Result result = run(null, arguments);
    Matcher digest = DIGEST.matcher(result.output() + "\n" + result.errors());
    if (result.exitStatus() != 0 || !digest.find()) {
      throw failed(
          "could not push " + packaged.getFileName() + " to " + parent.oci(),
          result,
          "Where it lacks a login, log in and run it again:\nhelm registry login " + parent.host());
    }
    return new Digest(digest.group(1));
  }

  private Command.Result run(@Nullable Path directory, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(arguments);
    Command prepared =
        new Command(command, directory, java.util.Map.of())
            .with("HELM_CACHE_HOME", home.resolve("cache").toString())
            .with("HELM_CONFIG_HOME", home.resolve("config").toString())
            .with("HELM_DATA_HOME", home.resolve("data").toString())
            .with("HELM_PLUGINS", home.resolve("plugins").toString())
            .with("HELM_CONTENT_CACHE", home.resolve("content").toString())
            .with("HELM_REPOSITORY_CACHE", home.resolve("repository").toString())
            .with("HELM_REPOSITORY_CONFIG", home.resolve("repositories.yaml").toString())
            .with("HELM_REGISTRY_CONFIG", LoginFiles.ofUser().helm().toString())
            .with("HELM_DEBUG", "false")
            .with("HELM_NAMESPACE", "default")
            // It ends soon: freeing memory would take a fifth of its time.
            .with("GOGC", "400");
    try {
      return prepared.run();
    } catch (UncheckedIOException e) {
      throw new ProblemException(
          List.of(
              new Problem(
                  "HELM-FAILED",
                  "Helm can't be started: " + executable + ".",
                  List.of(String.valueOf(e.getMessage())),
                  NAME_ANOTHER)),
          e);
    }
  }

  private static Path existing(Path chart) {
    if (Files.isRegularFile(chart.resolve("Chart.yaml"))) {
      return chart;
    }
    throw invalid(chart, List.of("it has no Chart.yaml")).asException();
  }

  private static Problem invalid(Path chart, List<String> messages) {
    String summary = "Helm can't use the chart in " + chart + ".";
    String remedy = "Correct it; to see Helm's own words again:\nhelm lint " + chart;
    Optional<Location> location =
        messages.stream().flatMap(message -> location(chart, message).stream()).findFirst();
    return new Problem("CHART-INVALID", summary, location.orElse(null), messages, remedy);
  }

  // Helm names files below the chart's name or below its folder; only what is there is believed.
  private static Optional<Location> location(Path chart, String message) {
    Matcher file = FILE.matcher(message);
    while (file.find()) {
      String path = file.group(1);
      int line = file.group(2) == null ? 0 : Integer.parseInt(file.group(2));
      for (String below : List.of(path, path.substring(path.indexOf('/') + 1))) {
        if (!below.startsWith("/") && Files.isRegularFile(chart.resolve(below))) {
          return Optional.of(new Location(chart.resolve(below), line));
        }
      }
    }
    return Optional.empty();
  }

  private ProblemException failed(String what, Command.Result result, String remedy) {
    return new Problem(
            "HELM-FAILED",
            "Helm (" + executable + ") " + what + ", exit status " + result.exitStatus() + ".",
            messages(result),
            remedy)
        .asException();
  }

  private static List<String> messages(Command.Result result) {
    String text = result.errors().isBlank() ? result.output() : result.errors();
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("Use --debug flag"))
        .limit(40)
        .toList();
  }

  private static void removePackages(String name, Path folder) throws IOException {
    for (Path file : list(folder)) {
      String fileName = file.getFileName().toString();
      if (fileName.startsWith(name + "-")
          && fileName.endsWith(".tgz")
          && Version.isVersion(fileName.substring(name.length() + 1, fileName.length() - 4))) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static Path cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path cache =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return cache.resolve("hcomp").resolve("helm");
  }
}
