package com.hcomp.gitops.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sources of small charts. */
public final class SampleCharts {
  private SampleCharts() {}

  /** A chart hcomp-app with a template, as a Maven module that has been built before. */
  public static Path app(Path folder, String version) throws IOException {
    write(
        folder.resolve("Chart.yaml"),
        """
        # The service's chart.
        apiVersion: v2
        name: hcomp-app
        description: A service
        version: "%s" # = pom version
        """
            .formatted(version));
    write(folder.resolve("values.yaml"), "image: app\nreplicas: 2\n");
    write(folder.resolve(".helmignore"), "*.md\n");
    write(folder.resolve("README.md"), "read me\n");
    write(
        folder.resolve("templates/settings.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{ .Release.Name }}
          namespace: {{ .Release.Namespace }}
        data:
          replicas: "{{ .Values.replicas }}"
        """);
    write(folder.resolve("pom.xml"), "<project/>");
    write(folder.resolve("src/test/java/X.java"), "class X {}");
    write(folder.resolve("target/classes/x"), "x");
    write(folder.resolve(".git/config"), "x");
    write(folder.resolve(".idea/x"), "x");
    write(folder.resolve("templates/settings.yaml~"), "x");
    write(folder.resolve("charts/leftover/Chart.yaml"), "name: leftover\nversion: 0.0.1\n");
    return folder;
  }

  /** The source of a release that depends on hcomp-app. */
  public static Path release(Path folder, String version, String chartVersion) throws IOException {
    write(
        folder.resolve("Chart.yaml"),
        """
        apiVersion: v2
        name: config-stg
        version: %s
        dependencies:
          - name: hcomp-app
            version: %s
        """
            .formatted(version, chartVersion));
    write(folder.resolve("values.yaml"), "hcomp-app:\n  replicas: 5\n");
    write(folder.resolve("pom.xml"), "<project/>");
    return folder;
  }

  static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
