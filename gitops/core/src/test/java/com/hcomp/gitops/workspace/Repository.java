package com.hcomp.gitops.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small repository of the project's shape for tests. */
public final class Repository {
  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  /** One that was written before. */
  public static Repository at(Path root) {
    return new Repository(root);
  }

  /** A chart and two environments, on day one: no image, no pin. */
  public static Repository dayOne(Path root) throws IOException {
    return dayOne(
        root, "environments:\n  - name: stg\n  - name: prd\n    from: stg\n", "stg", "prd");
  }

  /** A chart and environments, on day one. */
  public static Repository dayOne(Path root, String promotion, String... environments)
      throws IOException {
    Repository repository = new Repository(root);
    repository.write(
        "argocd-root/values.yaml", "name: hcomp\nregistry: registry.example.com/hcomp\n");
    repository.write("argocd-root/promotion.yaml", promotion);
    repository.write("app-service/Main.java", "class Main {}\n");
    repository.write("pom.xml", "<project><modules/></project>\n");
    repository.module("chart-module", "hcomp-app", "");
    repository.write("chart-module/templates/config.yaml", CONFIG_MAP);
    repository.write("chart-module/values.yaml", "replicas: 1\nimage: {}\n");
    for (String name : environments) {
      repository.module(
          "config-" + name,
          "config-" + name,
          "dependencies:\n  - name: hcomp-app\n    version: 1.0.0\n");
      repository.write("config-" + name + "/values.yaml", VALUES);
      repository.write(
          "argocd-root/environments/" + name + ".yaml",
          "cluster: " + name + "-cluster\nnamespace: hcomp-" + name + "\nproject: staging\n");
    }
    return repository;
  }

  private static final String CONFIG_MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: {{ .Release.Name }}
      data:
        replicas: {{ .Values.replicas | quote }}
        image: {{ .Values.image.digest | default "" | quote }}
      """;

  private static final String VALUES =
      """
      hcomp-app:
        image:
          repository: app-service
          tag: ""
          digest: ""

        # How many.
        replicas: 2
      """;

  private void module(String folder, String name, String more) throws IOException {
    write(
        folder + "/pom.xml",
        "<project>\n  <parent>\n    <version>9</version>\n  </parent>\n  <artifactId>"
            + folder
            + "</artifactId>\n  <version>1.0.0</version>\n</project>\n");
    write(
        folder + "/Chart.yaml",
        "apiVersion: v2\nname: " + name + "\n# As in pom.xml\nversion: 1.0.0\n" + more);
  }

  public Path root() {
    return root;
  }

  public Path file(String path) {
    return root.resolve(path);
  }

  public void write(String path, String text) throws IOException {
    Files.createDirectories(file(path).getParent());
    Files.writeString(file(path), text);
  }

  public String read(String path) throws IOException {
    return Files.readString(file(path));
  }

  public void replace(String path, String old, String text) throws IOException {
    String before = read(path);
    if (!before.contains(old)) {
      throw new IllegalArgumentException(path + " holds no " + old);
    }
    write(path, before.replace(old, text));
  }
}
