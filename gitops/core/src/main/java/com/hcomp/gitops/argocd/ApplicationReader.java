package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.argocd.Application.Answer;
import com.hcomp.gitops.argocd.Application.Condition;
import com.hcomp.gitops.argocd.Application.Deployed;
import com.hcomp.gitops.argocd.Application.Destination;
import com.hcomp.gitops.argocd.Application.Health;
import com.hcomp.gitops.argocd.Application.HealthStatus;
import com.hcomp.gitops.argocd.Application.Operation;
import com.hcomp.gitops.argocd.Application.Phase;
import com.hcomp.gitops.argocd.Application.Resource;
import com.hcomp.gitops.argocd.Application.Result;
import com.hcomp.gitops.argocd.Application.Sync;
import com.hcomp.gitops.argocd.Application.SyncStatus;
import com.hcomp.gitops.argocd.ResourceTree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns Argo CD's JSON into records. */
final class ApplicationReader {
  private ApplicationReader() {}

  static Application application(JsonNode json, Answer answer) {
    JsonNode spec = json.path("spec");
    JsonNode status = json.path("status");
    return new Application(
        Json.text(json, "metadata", "name"),
        Json.text(spec, "project"),
        new Destination(
            Json.text(spec, "destination", "name"),
            Json.text(spec, "destination", "server"),
            Json.text(spec, "destination", "namespace")),
        Json.text(spec, "source", "repoURL"),
        Json.some(spec, "source", "targetRevision"),
        new Sync(
            SyncStatus.of(Json.text(status, "sync", "status")),
            Json.some(status, "sync", "revision"),
            Json.some(status, "sync", "comparedTo", "source", "targetRevision"),
            Json.text(status, "sync", "comparedTo", "source", "repoURL")),
        new Health(
            HealthStatus.of(Json.text(status, "health", "status")),
            Json.text(status, "health", "message"),
            Json.instant(status, "health", "lastTransitionTime")),
        Optional.of(status.path("operationState"))
            .filter(JsonNode::isObject)
            .map(ApplicationReader::operation),
        json.path("operation").isObject(),
        Json.instant(status, "reconciledAt"),
        Json.each(status, "history").stream().flatMap(node -> deployed(node).stream()).toList(),
        Json.each(status, "conditions").stream()
            .map(node -> new Condition(Json.text(node, "type"), Json.text(node, "message")))
            .toList(),
        Json.each(status, "resources").stream().map(ApplicationReader::resource).toList(),
        Json.each(status, "summary", "images").stream().map(JsonNode::asText).toList(),
        answer);
  }

  private static Operation operation(JsonNode json) {
    return new Operation(
        Phase.of(Json.text(json, "phase")),
        Json.text(json, "message"),
        // A sync that failed before it began has no result, but says what it was asked for.
        Json.some(json, "syncResult", "revision")
            .or(() -> Json.some(json, "operation", "sync", "revision")),
        Json.instant(json, "startedAt"),
        Json.instant(json, "finishedAt"),
        json.path("retryCount").asInt(0),
        Json.each(json, "syncResult", "resources").stream()
            .map(
                node ->
                    new Result(
                        Json.text(node, "kind"),
                        Json.text(node, "name"),
                        Json.text(node, "status"),
                        Json.text(node, "hookPhase"),
                        Json.text(node, "message")))
            .toList());
  }

  private static Optional<Deployed> deployed(JsonNode json) {
    return Json.some(json, "revision")
        .flatMap(
            revision -> Json.instant(json, "deployedAt").map(at -> new Deployed(revision, at)));
  }

  private static Resource resource(JsonNode json) {
    return new Resource(
        Json.text(json, "kind"),
        Json.text(json, "namespace"),
        Json.text(json, "name"),
        SyncStatus.of(Json.text(json, "status")),
        Json.some(json, "health", "status").map(HealthStatus::of),
        Json.text(json, "health", "message"));
  }

  static ResourceTree tree(JsonNode json) {
    return new ResourceTree(
        Json.each(json, "nodes").stream().map(ApplicationReader::node).toList());
  }

  private static Node node(JsonNode json) {
    Map<String, String> info = new LinkedHashMap<>();
    Json.each(json, "info")
        .forEach(item -> info.putIfAbsent(Json.text(item, "name"), Json.text(item, "value")));
    List<String> parents =
        Json.each(json, "parentRefs").stream().map(parent -> Json.text(parent, "uid")).toList();
    return new Node(
        Json.text(json, "group"),
        Json.text(json, "version"),
        Json.text(json, "kind"),
        Json.text(json, "namespace"),
        Json.text(json, "name"),
        Json.text(json, "uid"),
        parents,
        info,
        Json.some(json, "health", "status").map(HealthStatus::of),
        Json.instant(json, "createdAt"));
  }
}
