package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The repository's files: chart modules, config modules and pins. */
public final class Workspace {
  private static final String ROOT_MODULE = "argocd-root";

  /** The promotion policy's file, from the repository's root. {@code policy} reads all of it. */
  public static final Path PROMOTION = Path.of(ROOT_MODULE, "promotion.yaml");

  /** The folder of the pin files, from the repository's root. */
  public static final String ENVIRONMENTS = ROOT_MODULE + "/environments";

  private final Path root;
  private final YamlFile values;

  private Workspace(Path root) {
    this.root = root;
    this.values = YamlFile.read(rootModule().resolve("values.yaml"));
  }

  /**
   * Opens the repository in a folder.
   *
   * @throws ProblemException if the folder holds no argocd-root
   */
  public static Workspace open(Path root) {
    if (!Files.isDirectory(root.resolve(ROOT_MODULE))) {
      throw new Problem(
              "NOT-A-WORKSPACE",
              root + " holds no " + ROOT_MODULE + ", where the pins are.",
              "Run the goal in the folder that holds " + ROOT_MODULE + " and the config modules.")
          .asException();
    }
    return new Workspace(root.toAbsolutePath().normalize());
  }

  public Path root() {
    return root;
  }

  /** The folder of the App-of-Apps chart. */
  public Path rootModule() {
    return root.resolve(ROOT_MODULE);
  }

  /** The registry that images, charts and releases go to: host and path. */
  public String registry() {
    return values.required("registry");
  }

  /** The branch that Argo CD follows. */
  public String branch() {
    return values.required("revision");
  }

  /** What the names of all Argo CD applications begin with. */
  public String name() {
    return values.required("name");
  }

  /** The environments, in promotion.yaml's order. */
  public List<Environment> environments() {
    YamlFile promotion = YamlFile.read(root.resolve(PROMOTION));
    List<String> names = promotion.each("name", "environments");
    for (Path file : files(root.resolve(ENVIRONMENTS), ".yaml")) {
      String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
      if (!names.contains(name)) {
        throw new Problem(
                "NOT-IN-PROMOTION",
                "Environment "
                    + name
                    + " has a file but no entry in promotion.yaml, which gives"
                    + " the order of the environments.",
                promotion.location("environments"),
                "Add  - name: " + name + "  there.")
            .asException();
      }
    }
    return collected(
        names, name -> EnvironmentFile.read(YamlFile.read(environmentFile(name)), name()));
  }

  /** The environment that another one is promoted from; empty for the first. */
  public Optional<String> upstream(String environment) {
    return YamlFile.read(root.resolve(PROMOTION))
        .scalar("environments", "[name=" + environment + "]", "from");
  }

  /**
   * The environment of this name.
   *
   * @throws ProblemException if there is none
   */
  public Environment environment(String name) {
    List<Environment> all = environments();
    return all.stream()
        .filter(environment -> environment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        "NO-ENVIRONMENT",
                        "There is no environment " + name + ".",
                        "Name one of: "
                            + String.join(", ", all.stream().map(Environment::name).toList()))
                    .asException());
  }

  public ConfigModule config(Environment environment) {
    return ConfigModule.read(root.resolve(environment.configModule()));
  }

  /** Writes another version into a config module, whatever its files say now. */
  public ConfigModule withVersion(Environment environment, Version version) {
    ModuleVersion.write(root.resolve(environment.configModule()), version);
    return config(environment);
  }

  /** The modules that hold a chart of ours, by name. */
  public List<ChartModule> charts() {
    List<Path> folders = new ArrayList<>();
    for (Path folder : files(root, "")) {
      String name = folder.getFileName().toString();
      if (Files.isRegularFile(folder.resolve("Chart.yaml"))
          && !name.equals(ROOT_MODULE)
          && !name.startsWith("config-")) {
        folders.add(folder);
      }
    }
    return collected(folders, ChartModule::read);
  }

  /** Writes an environment's pin, and keeps what is known of releases before it. */
  public Environment pin(Environment environment, Pin pin, Payload payload) {
    return pin(environment, pin, payload, environment.replaced(), environment.held());
  }

  /**
   * Writes an environment's pin, and what is known of releases before it.
   *
   * @param replaced newest first. Left out are entries that soaked no longer than a newer one, the
   *     release that is pinned now, and all but the newest 5
   * @param held newest first. Left out is what is there twice
   */
  public Environment pin(
      Environment environment, Pin pin, Payload payload, List<Replaced> replaced, List<Held> held) {
    Path file = environmentFile(environment.name());
    EnvironmentFile.write(file, pin, payload, replaced, held);
    return EnvironmentFile.read(YamlFile.read(file), name());
  }

  private Path environmentFile(String name) {
    return root.resolve(ENVIRONMENTS).resolve(name + ".yaml");
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads them all, and reports what is wrong with any of them together. */
  private static <S, T> List<T> collected(List<S> sources, Function<S, T> reader) {
    List<T> read = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (S source : sources) {
      try {
        read.add(reader.apply(source));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return List.copyOf(read);
  }
}
