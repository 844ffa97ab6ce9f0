package com.hcomp.gitops.bootstrap;

import com.hcomp.gitops.bootstrap.BootstrapPlan.Stage;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.registry.LoginFiles;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings Argo CD to a cluster, tells it what to follow, and lets it into the others. It says first
 * what it would do; applying it again changes nothing.
 */
public final class Bootstrap {
  private static final String TOPIC = "bootstrap";
  private static final String NAMESPACE =
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: " + ArgoCdSecrets.NAMESPACE;

  private final Settings settings;
  private final ArgoCdManifest argoCd;
  private final RootObjects root;
  private final Surroundings surroundings;

  /**
   * @param settings what the user says
   * @param argoCd what is installed
   * @param root what Argo CD is told to follow
   * @param surroundings where the user's own things are
   */
  public Bootstrap(
      Settings settings, ArgoCdManifest argoCd, RootObjects root, Surroundings surroundings) {
    this.settings = settings;
    this.argoCd = argoCd;
    this.root = root;
    this.surroundings = surroundings;
  }

  /**
   * Where the user's own things are.
   *
   * @param cache a folder for what was downloaded
   * @param environment the variables that logins are read from, where they were asked for
   * @param logins the files that they are read from, where they were asked for
   * @param report told each step
   */
  public record Surroundings(
      Path cache, Map<String, String> environment, LoginFiles logins, Report report) {}

  /**
   * What applying would do. Nothing is changed.
   *
   * @throws ProblemException with what is wrong in the settings, the manifest or the clusters
   */
  public BootstrapPlan plan(Workspace workspace) {
    String gitUrl = settings.gitUrl(workspace);
    RegistryAddress registry = settings.registry(workspace);
    ArgoCdSecrets secrets = new ArgoCdSecrets(workspace.name());
    String manifest = argoCd.text(settings.argoCdManifest(), surroundings.cache());
    settings.hub().check();
    otherClusters().forEach(spoke -> spoke.cluster().check());
    Credentials credentials =
        Credentials.read(
            settings, gitUrl, registry, secrets, surroundings.environment(), surroundings.logins());
    List<Manifest> own = new ArrayList<>(credentials.secrets());
    own.addAll(root.render(workspace, settings.hub(), settings.told(workspace)));

    List<Stage> stages = new ArrayList<>();
    otherClusters().forEach(spoke -> stages.add(Stage.of(spoke.account())));
    stages.add(Stage.of(argoCd(manifest)));
    stages.add(Stage.of(own(clusterSecrets(secrets, false), own)));
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%-9s %s, install manifest %s", "Argo CD", argoCd.version(), argoCd.digest()));
    lines.addAll(credentials.lines());
    return new BootstrapPlan(stages, lines, settings.command() + " -Dgitops.apply");
  }

  /**
   * Applies a plan: what was changed meanwhile by others is seen again.
   *
   * @return the readiness of what was applied, to be waited for
   * @throws ProblemException with what a cluster refused
   */
  public Readiness apply(Workspace workspace, BootstrapPlan plan) {
    Readiness readiness = new Readiness(settings.hub(), surroundings.report());
    int last = plan.stages().size() - 1;
    for (Stage stage : plan.stages().subList(0, last)) {
      apply(stage);
    }
    readiness.awaitKinds();
    ArgoCdSecrets secrets = new ArgoCdSecrets(workspace.name());
    List<String> clusters = settings.spokes().stream().map(s -> "cluster-" + s.name()).toList();
    List<Manifest> own =
        plan.stages().get(last).batch().manifests().stream()
            .filter(manifest -> !clusters.contains(manifest.name()))
            .toList();
    apply(Stage.of(own(clusterSecrets(secrets, true), own)));
    return readiness;
  }

  private void apply(Stage stage) {
    int applied = stage.batch().apply(stage.changes());
    surroundings
        .report()
        .step(
            TOPIC,
            String.format(
                "%-14s %s: %s",
                stage.batch().cluster().name(),
                stage.batch().title(),
                applied == 0
                    ? "unchanged"
                    : applied + " of " + stage.changes().size() + " applied"));
  }

  private Batch argoCd(String manifest) {
    List<Manifest> all = new ArrayList<>(Manifest.all(NAMESPACE));
    all.addAll(Manifest.all(manifest));
    return new Batch(
        settings.hub(),
        "Argo CD " + argoCd.version(),
        Optional.of(ArgoCdSecrets.NAMESPACE),
        settings.force(),
        all);
  }

  private Batch own(List<Manifest> clusters, List<Manifest> others) {
    List<Manifest> all = new ArrayList<>(clusters);
    all.addAll(others);
    return RootObjects.batch(settings.hub(), all);
  }

  /** Before the spokes have given a token, what they will give is left open. */
  private List<Manifest> clusterSecrets(ArgoCdSecrets secrets, boolean complete) {
    List<Manifest> manifests = new ArrayList<>();
    for (Spoke spoke : settings.spokes()) {
      if (isHub(spoke)) {
        manifests.add(secrets.hub(spoke.name()));
        continue;
      }
      Spoke.Access access =
          complete ? spoke.awaitAccess() : spoke.access().orElseGet(() -> new Spoke.Access("", ""));
      manifests.add(secrets.spoke(spoke.name(), spoke.server(), access));
    }
    return manifests;
  }

  private List<Spoke> otherClusters() {
    return settings.spokes().stream().filter(spoke -> !isHub(spoke)).toList();
  }

  private boolean isHub(Spoke spoke) {
    return spoke.cluster().context().equals(settings.hub().context());
  }
}
