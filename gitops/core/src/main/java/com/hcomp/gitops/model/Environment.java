package com.hcomp.gitops.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An environment, as its file in argocd-root/environments says it.
 *
 * @param name the file's name without .yaml
 * @param application the name of its Argo CD application
 * @param cluster the cluster's name in Argo CD
 * @param namespace where the release's resources live
 * @param project the AppProject: staging or production
 * @param pin what it runs; empty until its first release
 * @param replaced releases that it ran before and that may still be promoted from it, newest first
 * @param held releases that a rollback left, newest first
 */
public record Environment(
    String name,
    String application,
    String cluster,
    String namespace,
    String project,
    Optional<Pin> pin,
    List<Replaced> replaced,
    List<Held> held) {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public Environment {
    if (!DNS_LABEL.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name for an environment: '" + name + "'");
    }
    replaced = List.copyOf(replaced);
    held = List.copyOf(held);
  }

  /** The folder of its config module, and the name of its releases. */
  public String configModule() {
    return "config-" + name;
  }
}
