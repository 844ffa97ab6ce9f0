package com.hcomp.gitops.bootstrap;

import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import com.hcomp.gitops.registry.RegistryAddress;
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
 * What Argo CD needs before it can follow Git: the AppProjects and the root application, as
 * argocd-root/bootstrap has them.
 *
 * @param helm renders them
 * @param scratch a folder for the values that they are rendered with
 */
public record RootObjects(Helm helm, Path scratch) {

  /**
   * What holds in the place of argocd-root/values.yaml.
   *
   * @param repository where Argo CD reads the workspace from
   * @param revision the branch that it follows
   * @param registry where releases come from; as Git says if empty
   * @param inCluster whether all environments are in Argo CD's own cluster; as Git says if empty
   */
  public record Told(
      String repository,
      String revision,
      Optional<RegistryAddress> registry,
      Optional<Boolean> inCluster) {}

  /**
   * Applies them; what is there already and the same stays as it is.
   *
   * @throws com.hcomp.gitops.model.ProblemException APPLY-REFUSED
   */
  public void apply(Workspace workspace, Cluster hub, Told told) {
    batch(hub, render(workspace, hub, told)).applyAll();
  }

  /** Our own objects: what somebody else has set in them is taken back. */
  static Batch batch(Cluster hub, List<Manifest> manifests) {
    return new Batch(hub, "what Argo CD follows", Optional.empty(), true, manifests);
  }

  List<Manifest> render(Workspace workspace, Cluster hub, Told told) {
    Map<String, Object> overrides = new LinkedHashMap<>();
    told.registry().ifPresent(registry -> overrides.put("registry", registry.value()));
    told.inCluster().ifPresent(inCluster -> overrides.put("inCluster", inCluster));
    String registry = told.registry().map(RegistryAddress::value).orElseGet(workspace::registry);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("repository", told.repository());
    values.put("revision", told.revision());
    values.put("environments", workspace.environments().stream().map(RootObjects::place).toList());
    // Until all have moved, releases still come from where they came from.
    values.put(
        "otherRegistries",
        registryBefore(workspace, hub).filter(before -> !before.equals(registry)).stream()
            .toList());
    values.put("overrides", overrides);
    try {
      Files.createDirectories(scratch);
      Path file = scratch.resolve("bootstrap-values.json");
      Files.writeString(file, new JsonOutput().text(values));
      return Manifest.all(
          helm.template(
              workspace.rootModule().resolve("bootstrap"),
              "bootstrap",
              ArgoCdSecrets.NAMESPACE,
              workspace.rootModule().resolve("values.yaml"),
              file));
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
  private static Optional<String> registryBefore(Workspace workspace, Cluster hub) {
    Command.Result result =
        hub.command("get", "applications.argoproj.io", workspace.name() + "-root")
            .and("--namespace=" + ArgoCdSecrets.NAMESPACE)
            .and("--output=jsonpath={.spec.source.helm.valuesObject.registry}")
            .and("--ignore-not-found")
            .run();
    boolean unknownKind = result.errors().contains("doesn't have a resource type");
    if (result.exitStatus() != 0 && !unknownKind) {
      throw new CommandFailed(result);
    }
    return Optional.of(result.output().strip()).filter(registry -> !registry.isEmpty());
  }
}
