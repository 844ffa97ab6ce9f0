package com.hcomp.gitops.platform;

import java.net.URI;
import java.nio.file.Path;

/**
 * A running cluster.
 *
 * @param name as Argo CD knows it, such as {@code stg-cluster}
 * @param kubeconfig of its administrator
 * @param server its API server
 * @param nodeAddress of its one node; NodePorts answer there
 * @param serviceRange the addresses of its Services, all reachable from this machine
 * @param httpPort on this machine, where its HTTPRoutes and Ingresses answer in plain HTTP
 * @param httpsPort on this machine, where they answer over TLS
 */
public record ClusterFacts(
    String name,
    Path kubeconfig,
    URI server,
    String nodeAddress,
    String serviceRange,
    int httpPort,
    int httpsPort) {}
