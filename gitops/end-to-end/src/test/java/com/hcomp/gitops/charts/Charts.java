package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Copies of the repository's charts, together with fixed environments, and a real Helm. */
final class Charts {
  private final Path folder;

  Charts(Path folder) {
    this.folder = folder;
  }

  /** The repository's chart of the service. */
  Path app() {
    return copy(repository().resolve("chart-module"), folder.resolve("hcomp-app"));
  }

  /** A release: an environment's fixed values with the service's chart vendored inside. */
  Path release(String environment) {
    return release(fixture("config-" + environment), repository().resolve("chart-module"));
  }

  /** A release of a config module, with a chart vendored inside. */
  Path release(Path config, Path chart) {
    Path release = newFolder().resolve(config.getFileName());
    copy(config, release);
    copy(chart, release.resolve("charts/hcomp-app"));
    return release;
  }

  /** The repository's App-of-Apps chart, with fixed values and none of its environments. */
  Path root() {
    Path root = copy(repository().resolve("argocd-root"), folder.resolve("argocd-root"));
    delete(root.resolve("environments"));
    copy(fixture("argocd-root"), root);
    return root;
  }

  /** The root with the fixed environments of a name added. */
  Path root(String environments) {
    Path root = root();
    copy(fixture(environments), root.resolve("environments"));
    return root;
  }

  /** Runs {@code helm template} with more arguments, for a release named hcomp-app. */
  Rendering render(Path chart, String... arguments) {
    return renderAs("hcomp-app", chart, arguments);
  }

  Rendering renderAs(String release, Path chart, String... arguments) {
    return new Rendering(
        helm("template", release, chart.toString(), "--namespace", "hcomp-test")
            .and(arguments)
            .run());
  }

  /** Packages a chart. Gives the paths in the archive. */
  List<String> packaged(Path chart) {
    helm("package", chart.toString(), "--destination", folder.resolve("packages").toString())
        .output();
    return Command.of("sh", "-c", "tar -tzf *.tgz")
        .in(folder.resolve("packages"))
        .output()
        .lines()
        .toList();
  }

  private Command helm(String... arguments) {
    String home = folder.resolve("helm-home").toString();
    return Command.of(helm())
        .and(arguments)
        .with("HELM_CONFIG_HOME", home)
        .with("HELM_CACHE_HOME", home)
        .with("HELM_DATA_HOME", home);
  }

  static Path fixture(String name) {
    return repository().resolve("gitops/end-to-end/src/test/resources/charts").resolve(name);
  }

  static Path repository() {
    Path candidate = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(candidate.resolve("argocd-root"))) {
      candidate =
          Objects.requireNonNull(
              candidate.getParent(), "run the tests within the repository: no argocd-root above");
    }
    return candidate;
  }

  /** Chart.yaml of the service's chart. */
  static String chartDescription() {
    try {
      return Files.readString(repository().resolve("chart-module/Chart.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path newFolder() {
    try {
      return Files.createTempDirectory(folder, "release-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String helm() {
    return Programs.helm().toString();
  }

  private static Path copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
              if (directory.endsWith("target")) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              Files.createDirectories(to.resolve(from.relativize(directory)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.write(to.resolve(from.relativize(file)), Files.readAllBytes(file));
              return FileVisitResult.CONTINUE;
            }
          });
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Helm made of a chart. */
  record Rendering(Command.Result result) {

    /** The manifests as text. */
    String text() {
      assertThat(result.exitStatus()).as(result.errors()).isZero();
      return result.output();
    }

    /** The manifests, parsed, in the order in which Helm gives them. */
    List<Map<String, Object>> manifests() {
      return Yaml.documents(text());
    }

    /** The kinds of the manifests with their names, in the order in which Helm gives them. */
    List<String> names() {
      return manifests().stream()
          .map(manifest -> manifest.get("kind") + " " + Yaml.at(manifest, "metadata", "name"))
          .toList();
    }

    /** The one manifest of a kind and name. */
    Map<String, Object> manifest(String kind, String name) {
      List<Map<String, Object>> found =
          manifests().stream()
              .filter(manifest -> kind.equals(manifest.get("kind")))
              .filter(manifest -> name.equals(Yaml.at(manifest, "metadata", "name")))
              .toList();
      assertThat(found).as("%s %s in\n%s", kind, name, result.output()).hasSize(1);
      return found.get(0);
    }

    /** What Helm said when it refused. */
    String refusal() {
      assertThat(result.exitStatus()).as("Helm took it:\n" + result.output()).isNotZero();
      assertThat(result.output()).isEmpty();
      return result.errors();
    }
  }
}
