package com.hcomp.gitops.endtoend;

import com.hcomp.gitops.bootstrap.ArgoCdManifest;
import com.hcomp.gitops.bootstrap.Bootstrap;
import com.hcomp.gitops.bootstrap.BootstrapPlan;
import com.hcomp.gitops.bootstrap.Cluster;
import com.hcomp.gitops.bootstrap.LoginSource;
import com.hcomp.gitops.bootstrap.Readiness;
import com.hcomp.gitops.bootstrap.RootObjects;
import com.hcomp.gitops.bootstrap.Settings;
import com.hcomp.gitops.bootstrap.Spokes;
import com.hcomp.gitops.charts.GoModule;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.registry.LoginFiles;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Console;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person's clusters, their clone with as many environments, and what they may say to a bootstrap.
 *
 * @param folder for all that is kept
 * @param manifest Argo CD's own, out of its Go module
 */
record BootstrapScene(Path folder, BareClusters clusters, Checkout checkout, Path manifest) {
  static final String GIT_URL = "https://git.example.com/acme/hcomp.git";
  static final RegistryAddress REGISTRY = new RegistryAddress("registry.example.com/hcomp");
  private static final Path ARGO_CD =
      Path.of(
          System.getProperty("gitops.root", ""),
          "gitops/local-platform/src/main/resources/programs/argo-cd");

  static BootstrapScene start(Path folder) throws IOException {
    Path manifest =
        GoModule.pinnedIn(ARGO_CD, "github.com/argoproj/argo-cd/v3").file("manifests/install.yaml");
    BareClusters clusters = BareClusters.start(folder.resolve("clusters"));
    Checkout checkout =
        new Checkout(
            folder.resolve("hcomp"),
            List.of(
                "-Dgitops.kubectl=" + clusters.kubectl(),
                "-Dgitops.kubeconfig=" + clusters.kubeconfig(),
                "-Dgitops.argocdManifest=" + manifest,
                "-Dgitops.gitUrl=" + GIT_URL,
                "-Dgitops.registry=" + REGISTRY));
    Files.delete(checkout.file("argocd-root/environments/prd-us.yaml"));
    Files.writeString(
        checkout.file("argocd-root/promotion.yaml"),
        "environments:\n  - name: stg\n  - name: prd-eu\n    from: stg\n");
    return new BootstrapScene(folder, clusters, checkout, manifest);
  }

  Workspace workspace() {
    return Workspace.open(checkout.file(""));
  }

  Path dockerLogins() {
    return folder.resolve("docker.json");
  }

  BootstrapPlan plan(Settings settings) {
    return bootstrap(settings).plan(workspace());
  }

  /** Applies what was planned. */
  Readiness apply(Settings settings, BootstrapPlan plan) {
    return bootstrap(settings).apply(workspace(), plan);
  }

  private Bootstrap bootstrap(Settings settings) {
    Helm helm = new Helm(Programs.helm(), folder.resolve("helm"));
    return new Bootstrap(
        settings,
        ArgoCdManifest.recorded(),
        new RootObjects(helm, folder.resolve("scratch")),
        new Bootstrap.Surroundings(
            folder.resolve("cache"),
            Map.of("GIT_TOKEN", "git-secret"),
            new LoginFiles(folder.resolve("helm.json"), dockerLogins()),
            new Console(System.out)));
  }

  /** Staging on the spoke, production on the hub, and no login. */
  Settings settings() {
    return settings(manifest, false, false);
  }

  /**
   * @param logins whether Argo CD is to be given logins for Git and the registry
   */
  Settings settings(Path argoCdManifest, boolean force, boolean logins) {
    Cluster hub =
        Cluster.hub(
            clusters.kubectl(), Optional.of(clusters.kubeconfig()), Optional.of(BareClusters.HUB));
    LoginSource git = LoginSource.parse("gitops.gitLogin", "env:GIT_TOKEN", false);
    LoginSource registry = LoginSource.parse("gitops.registryLogin", "docker", true);
    return new Settings(
        hub,
        new Spokes("stg=" + BareClusters.SPOKE + ",prd-eu=" + BareClusters.HUB)
            .in(workspace(), hub),
        Optional.of(GIT_URL),
        Optional.of(REGISTRY),
        false,
        Optional.of(git).filter(source -> logins),
        Optional.of(registry).filter(source -> logins),
        Optional.of(argoCdManifest.toString()),
        force,
        "mvn gitops:bootstrap");
  }

  /** What kubectl answers on the hub, in Argo CD's namespace. */
  String onHub(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--namespace=argocd";
    return clusters.answer(BareClusters.HUB, all);
  }

  /** A field of the root application. */
  String root(String path) {
    return onHub("get", "applications.argoproj.io", "hcomp-root", "--output=jsonpath=" + path);
  }

  /** A value of a Secret in Argo CD's namespace. */
  String secret(String name, String key) {
    String encoded = onHub("get", "secret", name, "--output=jsonpath={.data." + key + "}");
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
