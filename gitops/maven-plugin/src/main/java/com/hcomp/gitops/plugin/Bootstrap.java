package com.hcomp.gitops.plugin;

import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.report.JsonOutput;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies what Argo CD needs before it can follow Git: the AppProjects and the root application.
 *
 * @param helm renders argocd-root/bootstrap
 * @param kubectl the program
 * @param kubeconfig enters the cluster that Argo CD runs on
 * @param scratch a folder for what is rendered
 */
record Bootstrap(Helm helm, Path kubectl, Path kubeconfig, Path scratch) {

  /**
   * Applies them; what is there already and the same stays as it is.
   *
   * @param repository where Argo CD reads the workspace's main from
   * @param registry the registry that stands in the place of the one in values.yaml
   */
  void apply(Workspace workspace, String repository, String registry) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("repository", repository);
    values.put("revision", "main");
    values.put("environments", workspace.environments().stream().map(Bootstrap::place).toList());
    // Until all have moved, releases still come from where they came from.
    values.put(
        "otherRegistries",
        registryBefore(workspace).filter(before -> !before.equals(registry)).stream().toList());
    values.put("overrides", Map.of("registry", registry));
    try {
      Files.createDirectories(scratch);
      Path file = scratch.resolve("bootstrap-values.json");
      Files.writeString(file, new JsonOutput().text(values));
      String manifests =
          helm.template(
              workspace.rootModule().resolve("bootstrap"),
              "bootstrap",
              "argocd",
              workspace.rootModule().resolve("values.yaml"),
              file);
      Path rendered = scratch.resolve("bootstrap.yaml");
      Files.writeString(rendered, manifests);
      apply(rendered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> place(Environment environment) {
    Map<String, String> place = new LinkedHashMap<>();
    place.put("name", environment.name());
    place.put("cluster", environment.cluster());
    place.put("namespace", environment.namespace());
    place.put("project", environment.project());
    return place;
  }

  /** The registry that the root application was told when this ran last; empty the first time. */
  private Optional<String> registryBefore(Workspace workspace) {
    Command.Result result =
        onHub()
            .and("get", "application", workspace.name() + "-root", "--namespace=argocd")
            .and("--output=jsonpath={.spec.source.helm.valuesObject.registry}")
            .run();
    return Optional.of(result.output().strip()).filter(registry -> !registry.isEmpty());
  }

  private Command onHub() {
    return Command.of(kubectl.toString(), "--kubeconfig", kubeconfig.toString());
  }

  private void apply(Path manifests) {
    Command.Result result =
        onHub()
            .and(
                "apply",
                "--server-side",
                "--force-conflicts",
                "--field-manager=hcomp-bootstrap",
                "-f",
                manifests.toString())
            .run();
    if (result.exitStatus() != 0) {
      List<String> details = result.errors().lines().limit(20).toList();
      throw new Problem(
              "BOOTSTRAP-FAILED",
              "The AppProjects and the root application could not be applied.",
              details,
              "Look at what was applied in " + manifests + ", then run the same command again.")
          .asException();
    }
  }
}
