package com.hcomp.gitops.bootstrap;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.workspace.Workspace;
import com.hcomp.gitops.workspace.YamlFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the user says of their clusters.
 *
 * @param hub the cluster that Argo CD runs in
 * @param spokes the other clusters; with none of them all environments are on the hub
 * @param gitUrl where Argo CD reads the repository; as argocd-root/values.yaml says if empty
 * @param registry where Argo CD and nodes read releases and images; as values.yaml says if empty
 * @param plainHttp whether the registry that values.yaml names speaks plain HTTP
 * @param gitLogin where the login for Git is taken from; none is given to Argo CD if empty
 * @param registryLogin where the login for the registry is taken from; none if empty
 * @param argoCdManifest a file or URL to take Argo CD's manifest from; its project's if empty
 * @param force whether fields of Argo CD's own objects that somebody else has set are taken back
 * @param command what the user typed, without the word to apply it
 */
public record Settings(
    Cluster hub,
    List<Spoke> spokes,
    Optional<String> gitUrl,
    Optional<RegistryAddress> registry,
    boolean plainHttp,
    Optional<LoginSource> gitLogin,
    Optional<LoginSource> registryLogin,
    Optional<String> argoCdManifest,
    boolean force,
    String command) {
  private static final Pattern LOGIN_IN_URL = Pattern.compile("[a-z]+://[^/@]*:[^/@]*@.*");

  /**
   * @throws ProblemException GIT-URL-LOGIN if the URL has a password in it
   */
  public Settings {
    spokes = List.copyOf(spokes);
    if (gitUrl.filter(url -> LOGIN_IN_URL.matcher(url).matches()).isPresent()) {
      throw new Problem(
              "GIT-URL-LOGIN",
              "-Dgitops.gitUrl has a password in it, which everybody who may see the application"
                  + " would read.",
              "Leave it out there, and name the variable that holds it:\n"
                  + "-Dgitops.gitUrl=https://<host>/<path> -Dgitops.gitLogin=env:GIT_TOKEN")
          .asException();
    }
  }

  /**
   * Where Argo CD reads Git.
   *
   * @throws ProblemException NO-GIT-URL if nobody has said it yet
   */
  String gitUrl(Workspace workspace) {
    YamlFile values = values(workspace);
    String url = gitUrl.orElseGet(() -> values.required("repository"));
    if (url.contains("/OWNER/")) {
      throw new Problem(
              "NO-GIT-URL",
              "It is not said yet where Argo CD reads this repository: argocd-root/values.yaml still"
                  + " has OWNER in it.",
              values.location("repository"),
              "Write your own URL there, or say it for now:\n"
                  + command
                  + " -Dgitops.gitUrl=https://<host>/<owner>/hcomp.git")
          .asException();
    }
    return url;
  }

  RegistryAddress registry(Workspace workspace) {
    return registry.orElseGet(() -> new RegistryAddress(workspace.registry(), plainHttp));
  }

  /** What the root application is told beside Git; what Git says already is left to it. */
  RootObjects.Told told(Workspace workspace) {
    boolean inCluster = spokes.isEmpty();
    boolean asInGit =
        values(workspace).scalar("inCluster").orElse("false").equals(String.valueOf(inCluster));
    return new RootObjects.Told(
        gitUrl(workspace),
        workspace.branch(),
        registry,
        asInGit ? Optional.empty() : Optional.of(inCluster));
  }

  private static YamlFile values(Workspace workspace) {
    return YamlFile.read(workspace.rootModule().resolve("values.yaml"));
  }
}
