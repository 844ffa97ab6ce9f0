package com.hcomp.gitops.bootstrap;

import com.hcomp.gitops.bootstrap.LoginSource.Login;
import com.hcomp.gitops.registry.LoginFiles;
import com.hcomp.gitops.registry.RegistryAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins that Argo CD is given: those that were asked for, and no others.
 *
 * @param secrets the Secrets that hold them
 * @param lines where each comes from, for people
 */
record Credentials(List<Manifest> secrets, List<String> lines) {
  Credentials {
    secrets = List.copyOf(secrets);
    lines = List.copyOf(lines);
  }

  /**
   * Reads those that the settings ask for. A Secret that is there already and was not asked for
   * stays as it is, so that a run without a login takes none away.
   *
   * @throws com.hcomp.gitops.model.ProblemException NO-LOGIN, REGISTRY-LOGIN
   */
  static Credentials read(
      Settings settings,
      String gitUrl,
      RegistryAddress registry,
      ArgoCdSecrets argoCd,
      Map<String, String> environment,
      LoginFiles files) {
    List<Manifest> secrets = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    Optional<Login> git =
        settings.gitLogin().map(source -> source.read(host(gitUrl), environment, files));
    git.ifPresent(login -> secrets.add(argoCd.git(gitUrl, login)));
    lines.add(line("Git", gitUrl, git));
    Optional<Login> found =
        settings.registryLogin().map(source -> source.read(registry.host(), environment, files));
    // Argo CD takes TLS for granted, unless a Secret says otherwise.
    boolean needed =
        registry.plainHttp()
            && settings
                .hub()
                .find(ArgoCdSecrets.NAMESPACE, "secret", ArgoCdSecrets.REGISTRY)
                .isEmpty();
    if (found.isPresent() || needed) {
      secrets.add(argoCd.registry(registry, found));
    }
    lines.add(line("registry", registry + (registry.plainHttp() ? " (plain HTTP)" : ""), found));
    return new Credentials(secrets, lines);
  }

  private static String line(String what, String address, Optional<Login> login) {
    return String.format("%-9s %s; ", what, address)
        + login
            .map(known -> "login " + known)
            .orElse("no login asked for, so what the hub has stays as it is");
  }

  private static String host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost()).orElse(url);
    } catch (IllegalArgumentException e) {
      return url; // git@host:path
    }
  }
}
