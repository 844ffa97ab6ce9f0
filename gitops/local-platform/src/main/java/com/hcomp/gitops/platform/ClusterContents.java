package com.hcomp.gitops.platform;

import com.hcomp.gitops.platform.argocd.ArgoCd;
import com.hcomp.gitops.platform.argocd.ArgoCdObjects;
import com.hcomp.gitops.platform.argocd.Credentials;
import com.hcomp.gitops.platform.cluster.ClusterDns;
import com.hcomp.gitops.platform.cluster.ControlPlane;
import com.hcomp.gitops.platform.cluster.Gateway;
import com.hcomp.gitops.platform.cluster.Kubectl;
import com.hcomp.gitops.platform.state.AtomicFile;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts into the clusters what the platform's own parts need to find there: once, and again when it
 * changes.
 */
record ClusterContents(Parts parts) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Argo CD's kinds and configuration, on the hub. */
  void argoCd(Credentials credentials) {
    List<ArgoCdObjects.Cluster> clusters = new ArrayList<>();
    for (ControlPlane plane : parts.controlPlanes()) {
      List<String> administrator = plane.administrator();
      clusters.add(
          new ArgoCdObjects.Cluster(
              plane.name(),
              plane.server(),
              plane.authorityPem(),
              administrator.get(0),
              administrator.get(1)));
    }
    String objects =
        new ArgoCdObjects(
                parts.sources(),
                "file://" + parts.layout().git(),
                clusters,
                parts.argoCd().url(),
                credentials)
            .json();
    Kubectl kubectl = parts.kubectl(parts.hub());
    Path crds = parts.programs().path("crds");
    apply(
        objects,
        crds,
        parts.layout().local().resolve("argocd"),
        kubectl,
        () -> {
          if (kubectl.command("get", "namespace", ArgoCd.NAMESPACE).run().exitStatus() != 0) {
            kubectl.command("create", "namespace", ArgoCd.NAMESPACE).output();
          }
          for (Path folder : List.of(crds, parts.programs().path("config"))) {
            manifests(folder)
                .forEach(file -> kubectl.apply(file, "--namespace=" + ArgoCd.NAMESPACE));
          }
        });
  }

  /** What CoreDNS may look at, and the Service by which pods reach it. */
  void dns(ClusterDns dns) {
    String objects = dns.objects();
    Kubectl kubectl = parts.kubectl(dns.controlPlane());
    once(objects, dns.folder(), () -> apply(objects, dns.folder(), kubectl));
  }

  /** The Gateway API's kinds, and the Gateway. */
  void gateway(Gateway gateway) {
    Kubectl kubectl = parts.kubectl(gateway.controlPlane());
    Path crds = parts.programs().path("gateway-api");
    apply(gateway.objects(), crds, gateway.folder(), kubectl, () -> kubectl.apply(crds));
  }

  /**
   * Applies objects of kinds that the cluster does not know by itself.
   *
   * @param objects in JSON or YAML
   * @param crds the folder that defines the kinds
   * @param folder gets what was applied
   * @param before makes the cluster know the kinds
   */
  private static void apply(
      String objects, Path crds, Path folder, Kubectl kubectl, Runnable before) {
    once(
        crds + "\n" + objects,
        folder,
        () -> {
          before.run();
          awaitKinds(crds, kubectl);
          apply(objects, folder, kubectl);
        });
  }

  /** kubectl gives up at once on a definition that the cluster has not looked at yet. */
  private static void awaitKinds(Path crds, Kubectl kubectl) {
    Command wait =
        kubectl
            .command("wait", "--for=condition=established", "--timeout=30s")
            .and(manifests(crds).stream().map(f -> "--filename=" + f).toArray(String[]::new));
    Instant end = Instant.now().plus(PATIENCE);
    Command.Result result = wait.run();
    while (result.exitStatus() != 0 && Instant.now().isBefore(end)) {
      result = wait.run();
    }
    if (result.exitStatus() != 0) {
      throw new CommandFailed(result);
    }
  }

  private static void apply(String objects, Path folder, Kubectl kubectl) {
    AtomicFile manifest = AtomicFile.secret(folder.resolve("objects.yaml")); // JSON is YAML
    manifest.write(objects);
    kubectl.apply(manifest.path(), "--field-manager=hcomp");
  }

  /** The database is kept with these files, so what was applied once is still there. */
  private static void once(String inputs, Path folder, Runnable apply) {
    AtomicFile applied = AtomicFile.secret(folder.resolve("applied"));
    if (applied.read().filter(inputs::equals).isEmpty()) {
      apply.run();
      applied.write(inputs);
    }
  }

  /** Some folders come with a file for kustomize, which is none of the cluster's business. */
  private static List<Path> manifests(Path folder) {
    return Folders.list(folder).stream()
        .filter(file -> !file.getFileName().toString().equals("kustomization.yaml"))
        .toList();
  }
}
