package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long it takes to read a history, each time in a new JVM as a goal does, and prints a
 * table; it asserts nothing.
 */
class HistoryBenchmark {
  private static final int TIMES = 5;

  @Test
  void measure(@TempDir Path folder) throws IOException {
    List<String> table = new ArrayList<>();
    for (int[] size :
        new int[][] {{500, 1000}, {500, 2000}, {500, 4000}, {500, 8000}, {125, 8000}, {1, 8000}}) {
      Path root = Files.createDirectory(folder.resolve(size[0] + "-" + size[1]));
      TestGit.init(root);
      Command.of("git", "fast-import", "--quiet").in(root).output(commits(size[0], size[1]));
      table.add(
          "| %d | %d | %d | %s | %s |"
              .formatted(
                  size[0], size[1], size[1] / 2, median(root, "gates"), median(root, "runs")));
    }
    System.out.println(
        "\n| environments | commits | moves of a pin | what gates ask | every run |");
    System.out.println("|---|---|---|---|---|");
    table.forEach(System.out::println);
  }

  private static String median(Path root, String what) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Command command =
        Command.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            HistoryBenchmark.class.getName(),
            root.toString(),
            what);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      times.add(Long.parseLong(command.output()));
    }
    times.sort(null);
    return "%.2f s".formatted(times.get(TIMES / 2) / 1000.0);
  }

  /** Reads a history, and prints how many milliseconds that took. */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    History history = History.read(Git.open(Path.of(arguments[0])), "main");
    for (String name : history.environments()) {
      if (arguments[1].equals("runs")) {
        history.runs(name);
      } else {
        history.pinnedSince(name);
      }
    }
    System.out.println((System.nanoTime() - start) / 1_000_000);
  }

  /** For {@code git fast-import}: every other commit promotes an environment, in turn. */
  private static byte[] commits(int environments, int commits) throws IOException {
    Stream stream = new Stream();
    stream.commit(0, "First commit");
    for (int i = 0; i < environments; i++) {
      stream.file("argocd-root/environments/" + name(i) + ".yaml", place(name(i)));
      module(stream, name(i), 0, 0);
    }
    for (int i = 1; i <= commits; i++) {
      if (i % 2 == 0) {
        stream.commit(i, "feat: something else");
        stream.file("app-service/Main.java", "class Main { int change = " + i + "; }\n");
        continue;
      }
      String name = name(i / 2 % environments);
      int version = 1 + i / 2 / environments;
      stream.commit(
          i,
          "promote: %s 1.0.%d\n\nRelease: config-%s 1.0.%d\nGate: soak pass: 31 m of 30 m\nActor: ada\n"
              .formatted(name, version, name, version));
      stream.file(
          "argocd-root/environments/" + name + ".yaml",
          place(name) + release(name, version, i) + replaced(name, version));
      module(stream, name, version, i);
    }
    return stream.bytes.toByteArray();
  }

  private static String name(int number) {
    return "env-%03d".formatted(number);
  }

  private static String place(String name) {
    return "# Where %s is.\ncluster: %s-cluster\nnamespace: hcomp-%s\nproject: production\n"
        .formatted(name, name, name);
  }

  private static String release(String name, int version, int image) {
    return "release:\n  version: 1.0.%d\n  digest: %s\n  chart: 1.0.0\n  image: %s\n"
        .formatted(version, digest(name, version), tag(image));
  }

  private static String replaced(String name, int version) {
    return "replaced:\n  - version: 1.0.%d\n    digest: %s\n    soaked: PT2H10M\n"
        .formatted(version - 1, digest(name, version - 1));
  }

  private static Digest digest(String name, int version) {
    return Digest.of(name + " " + version);
  }

  private static String tag(int image) {
    return "v" + Digest.of("image " + image).hex(12);
  }

  private static void module(Stream stream, String name, int version, int image)
      throws IOException {
    String folder = "config-" + name;
    stream.file(
        folder + "/pom.xml",
        "<project>\n  <artifactId>%s</artifactId>\n  <version>1.0.%d</version>\n</project>\n"
            .formatted(folder, version));
    stream.file(
        folder + "/Chart.yaml",
        ("apiVersion: v2\nname: %s\ndescription: \"What runs there\"\ntype: application\n\n"
                + "# Equals the version in pom.xml\nversion: 1.0.%d\n\n# The exact chart\n"
                + "dependencies:\n  - name: hcomp-app\n    version: 1.0.0\n")
            .formatted(folder, version));
    stream.file(
        folder + "/values.yaml",
        ("hcomp-app:\n  # Written by the goals.\n  image:\n    repository: app-service\n    tag: %s\n"
                + "    digest: %s\n\n  replicas: 1\n  resources:\n    cpu: 100m\n    memory: 256Mi\n"
                + "  logLevel: DEBUG\n  environment: %s\n  features:\n    greeting: true\n")
            .formatted(tag(image), Digest.of("image " + image), name));
  }

  /** Commits as git fast-import reads them. */
  private static final class Stream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void commit(int number, String message) throws IOException {
      write("commit refs/heads/main\nmark :" + (number + 1) + "\n");
      write(
          "committer A Person <person@example.com> " + (1_700_000_000 + 60 * number) + " +0000\n");
      data(message);
      write(number == 0 ? "" : "from :" + number + "\n");
    }

    void file(String path, String text) throws IOException {
      write("M 100644 inline " + path + "\n");
      data(text);
    }

    private void data(String text) throws IOException {
      write("data " + text.length() + "\n" + text + "\n");
    }

    private void write(String text) throws IOException {
      bytes.write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
  }
}
