package com.hcomp.gitops.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A running platform.
 *
 * @param registry host and port of the OCI registry, such as {@code localhost:5001}
 * @param gitRepository the bare repository, branch {@code main}; empty at first
 * @param clusters by name, in the order in which they were added
 * @param certificateAuthority the certificate that vouches for every host below hcomp.localhost,
 *     PEM
 * @param hubKubeconfig of the cluster that holds Argo CD's objects
 * @param argoCd the address of its interface, API and command line
 * @param adminUser people's account
 * @param adminPassword its password
 * @param account our tool's account: it can look and refresh
 * @param accountToken the account's API token
 * @param logs the folder with one log for each process
 * @param baseImage the JVM image for services, with host and tag
 * @param kubectl the program, of the clusters' version
 * @param argoCdProgram Argo CD's command line, of its version
 * @param helm the program, of the version that Argo CD uses
 */
public record PlatformFacts(
    String registry,
    Path gitRepository,
    Map<String, ClusterFacts> clusters,
    Path certificateAuthority,
    Path hubKubeconfig,
    URI argoCd,
    String adminUser,
    String adminPassword,
    String account,
    String accountToken,
    Path logs,
    String baseImage,
    Path kubectl,
    Path argoCdProgram,
    Path helm) {
  public PlatformFacts {
    clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
  }

  /** Without the secrets: this may end up in a log. */
  @Override
  public String toString() {
    return "PlatformFacts[" + argoCd + ", " + registry + ", " + clusters.keySet() + "]";
  }
}
