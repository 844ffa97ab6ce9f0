package com.hcomp.gitops.plugin;

import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Brings Argo CD to your own clusters and tells it what to follow. Without {@code -Dgitops.apply}
 * it only prints what it would do. Run again, it changes nothing but what somebody else changed.
 */
@Mojo(name = "bootstrap", aggregator = true, threadSafe = true)
public final class BootstrapMojo extends GitOpsMojo {
  /** The kube context of the cluster that Argo CD is to run in. */
  @Parameter(property = "gitops.hub")
  @Nullable String hub;

  /**
   * Where the environments are: {@code stg=ctx1,prd-eu=ctx2}; {@code ctx@https://host:port} where
   * the hub's pods need another address than you. All are on the hub if not given.
   */
  @Parameter(property = "gitops.spokes")
  @Nullable String spokes;

  /** Where Argo CD reads the repository; what argocd-root/values.yaml says if not given. */
  @Parameter(property = "gitops.gitUrl")
  @Nullable String gitUrl;

  /** Where Argo CD's login for Git is taken from: {@code env:NAME}. None is given if not set. */
  @Parameter(property = "gitops.gitLogin")
  @Nullable String gitLogin;

  /** Where its login for the registry is taken from: {@code docker} or {@code env:NAME}. */
  @Parameter(property = "gitops.registryLogin")
  @Nullable String registryLogin;

  /** A file or URL with Argo CD's install manifest, in the place of its project's address. */
  @Parameter(property = "gitops.argocdManifest")
  @Nullable String argocdManifest;

  /** A kubectl to use, in the place of the one on the PATH. */
  @Parameter(property = "gitops.kubectl")
  @Nullable File kubectl;

  /** The file that holds the contexts; kubectl's own choice if not given. */
  @Parameter(property = "gitops.kubeconfig")
  @Nullable File kubeconfig;

  /** Whether to do what is printed. */
  @Parameter(property = ClusterBootstrap.APPLY, defaultValue = "false")
  boolean apply;

  /** Whether fields of Argo CD's own objects that others have set are taken back. */
  @Parameter(property = "gitops.force", defaultValue = "false")
  boolean force;

  /** Whether to wait until Argo CD runs and has made the environments' applications. */
  @Parameter(property = "gitops.wait", defaultValue = "true")
  boolean wait;

  /** How long each wait takes at the most, as ISO-8601 writes durations: PT2M is two minutes. */
  @Parameter(property = "gitops.timeout", defaultValue = "PT5M")
  String timeout;

  @Override
  void run(Surroundings surroundings) {
    new ClusterBootstrap(this, surroundings).run();
  }
}
