package com.hcomp.gitops.argocd;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application has in its cluster, down to the pods.
 *
 * @param nodes in Argo CD's order
 */
public record ResourceTree(List<Node> nodes) {
  public ResourceTree {
    nodes = List.copyOf(nodes);
  }

  public List<Node> ofKind(String kind) {
    return nodes.stream().filter(node -> node.kind().equals(kind)).toList();
  }

  /** What a resource made, one step down. */
  public List<Node> childrenOf(Node parent) {
    return nodes.stream().filter(node -> node.parents().contains(parent.uid())).toList();
  }

  /**
   * A live resource.
   *
   * @param group API group; empty for the core group
   * @param version API version, such as {@code v1}
   * @param kind such as Pod
   * @param namespace empty for what belongs to no namespace
   * @param name the resource's name
   * @param uid the cluster's own id of it
   * @param parents the uids of what made it
   * @param info what Argo CD shows beside it, such as {@code Status Reason} or {@code Revision}
   * @param health empty for kinds that have none
   * @param createdAt when it was made
   */
  public record Node(
      String group,
      String version,
      String kind,
      String namespace,
      String name,
      String uid,
      List<String> parents,
      Map<String, String> info,
      Optional<Application.HealthStatus> health,
      Optional<Instant> createdAt) {
    public Node {
      parents = List.copyOf(parents);
      info = Map.copyOf(info);
    }
  }
}
