package com.hcomp.gitops.platform.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which port is for what: a block of 40, and one for the registry.
 *
 * @param first of the block
 * @param registry the OCI registry's, on its own because people type it
 */
public record PortPlan(int first, int registry) {
  /** How many ports the block has. */
  public static final int SIZE = 40;

  public PortPlan {
    if (first < 1024 || first + SIZE > 65536) {
      throw new IllegalArgumentException("first port " + first + " is not in 1024 to 65496");
    }
    if (registry < 1 || registry > 65535 || registry >= first && registry < first + SIZE) {
      throw new IllegalArgumentException(
          "registry port " + registry + " is none, or lies in the block from " + first);
    }
  }

  public int etcd() {
    return first;
  }

  public int etcdPeers() {
    return first + 1;
  }

  public int argoCd() {
    return first + 2;
  }

  public int argoCdMetrics() {
    return first + 3;
  }

  public int repoServer() {
    return first + 4;
  }

  public int repoServerMetrics() {
    return first + 5;
  }

  public int controllerMetrics() {
    return first + 6;
  }

  public int applicationSetMetrics() {
    return first + 7;
  }

  public int applicationSetProbe() {
    return first + 8;
  }

  public int applicationSetWebhook() {
    return first + 9;
  }

  public int redis() {
    return first + 10;
  }

  /** An API server's; the hub is 0, clusters count from 1. */
  public int apiServer(int cluster) {
    return first + 20 + cluster;
  }

  /** Where a cluster's routes answer in plain HTTP; clusters count from 1. */
  public int http(int cluster) {
    return first + 26 + 2 * cluster;
  }

  /** Where a cluster's routes answer over TLS; clusters count from 1. */
  public int https(int cluster) {
    return http(cluster) + 1;
  }

  /**
   * Every port, with the process that listens there.
   *
   * @param apiServers the numbers of all API servers, by cluster
   */
  public Map<Integer, String> listeners(Map<String, Integer> apiServers) {
    Map<Integer, String> listeners = new LinkedHashMap<>();
    listeners.put(registry, "registry");
    listeners.put(etcd(), "etcd");
    listeners.put(etcdPeers(), "etcd");
    listeners.put(argoCd(), "argocd-server");
    listeners.put(argoCdMetrics(), "argocd-server");
    listeners.put(repoServer(), "argocd-repo-server");
    listeners.put(repoServerMetrics(), "argocd-repo-server");
    listeners.put(controllerMetrics(), "argocd-application-controller");
    listeners.put(applicationSetMetrics(), "argocd-applicationset-controller");
    listeners.put(applicationSetProbe(), "argocd-applicationset-controller");
    listeners.put(applicationSetWebhook(), "argocd-applicationset-controller");
    listeners.put(redis(), "redis");
    apiServers.forEach(
        (cluster, number) -> {
          listeners.put(apiServer(number), "kube-apiserver-" + cluster);
          if (number > 0) {
            listeners.put(http(number), "traefik-" + cluster);
            listeners.put(https(number), "traefik-" + cluster);
          }
        });
    return Collections.unmodifiableMap(listeners);
  }
}
