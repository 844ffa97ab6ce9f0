package com.hcomp.gitops.argocd;

import com.hcomp.gitops.argocd.FakeArgoCd.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * What Argo CD 3.6.1 shows of a Deployment hcomp-app with an old ReplicaSet at revision 1 and a new
 * one at revision 2, each with one pod.
 */
final class ClusterJson {
  private final String newPod;
  private final String conditions;
  private String oldHealth = "Healthy";

  private ClusterJson(String newPod, String conditions) {
    this.newPod = newPod;
    this.conditions = conditions;
  }

  /** The new pod's container as its status has it. */
  static ClusterJson withContainer(String status) {
    return new ClusterJson(
        """
        {"metadata":{"name":"new-1"},"status":{"phase":"Pending","conditions":[
          {"type":"PodScheduled","status":"True"},{"type":"Ready","status":"False"}],
          "containerStatuses":[{"name":"app","ready":false,%s}]}}"""
            .formatted(status),
        "");
  }

  static ClusterJson crashing(int restarts) {
    return withContainer(
        """
        "restartCount":%d,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}},
        "lastState":{"terminated":{"reason":"Error","exitCode":1}}"""
            .formatted(restarts));
  }

  static ClusterJson starting() {
    return withContainer(
        "\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"ContainerCreating\"}}");
  }

  static ClusterJson unpullable(String reason) {
    return withContainer(
        """
        "restartCount":0,"state":{"waiting":{"reason":"%s","message":"manifest unknown"}}"""
            .formatted(reason));
  }

  static ClusterJson unschedulable() {
    return new ClusterJson(
        """
        {"metadata":{"name":"new-1"},"status":{"phase":"Pending","conditions":[
          {"type":"PodScheduled","status":"False","reason":"Unschedulable",
           "message":"0/1 nodes are available: 1 Insufficient memory."}]}}""",
        "");
  }

  static ClusterJson refused() {
    return new ClusterJson(
        "",
        """
        {"type":"ReplicaFailure","status":"True","reason":"FailedCreate",
         "message":"pods is forbidden: violates PodSecurity restricted"}""");
  }

  ClusterJson nothingServes() {
    oldHealth = "Degraded";
    return this;
  }

  void serve(FakeArgoCd server, String application) {
    String path = "/api/v1/applications/" + application;
    server.answer(path + "/resource-tree", tree());
    server.answer(path + "/events", "{\"metadata\":{},\"items\":null}");
    server.answerByQuery(
        path + "/resource",
        query ->
            new Answer(200, manifest(query.contains("kind=Deployment") ? deployment() : newPod)));
  }

  private String tree() {
    List<String> nodes = new ArrayList<>();
    nodes.add(node("apps", "Deployment", "hcomp-app", "d", "", "Revision", "Rev:2", "Progressing"));
    nodes.add(node("apps", "ReplicaSet", "old", "r1", "d", "Revision", "Rev:1", "Healthy"));
    nodes.add(node("apps", "ReplicaSet", "new", "r2", "d", "Revision", "Rev:2", "Progressing"));
    nodes.add(node("", "Pod", "old-1", "p1", "r1", "Status Reason", "Running", oldHealth));
    if (!newPod.isEmpty()) {
      nodes.add(node("", "Pod", "new-1", "p2", "r2", "Status Reason", "Pending", "Degraded"));
    }
    return "{\"nodes\":[" + String.join(",", nodes) + "]}";
  }

  private static String node(
      String group,
      String kind,
      String name,
      String uid,
      String parent,
      String infoName,
      String infoValue,
      String health) {
    return """
        {"group":"%s","version":"v1","kind":"%s","namespace":"hcomp-stg","name":"%s","uid":"%s",
         "parentRefs":[{"uid":"%s"}],"info":[{"name":"%s","value":"%s"}],
         "health":{"status":"%s"},"createdAt":"2026-01-02T12:00:00Z"}"""
        .formatted(group, kind, name, uid, parent, infoName, infoValue, health);
  }

  private String deployment() {
    return """
        {"metadata":{"name":"hcomp-app","generation":2,
          "annotations":{"deployment.kubernetes.io/revision":"2"}},
         "spec":{"replicas":1},"status":{"observedGeneration":2,"conditions":[%s]}}"""
        .formatted(conditions);
  }

  private static String manifest(String json) {
    return "{\"manifest\":" + com.fasterxml.jackson.databind.node.TextNode.valueOf(json) + "}";
  }
}
