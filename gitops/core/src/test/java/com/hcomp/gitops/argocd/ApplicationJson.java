package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.argocd.Application.Answer;
import com.hcomp.gitops.model.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * An application as Argo CD 3.6.1 writes it. It starts as one that follows a digest, was synced to
 * it at 12:00:00, is healthy since 12:00:05, and was compared at 12:01:00.
 */
public final class ApplicationJson {
  static final Digest OLD = Digest.of("old");
  static final Digest NEW = Digest.of("new");
  static final Instant SYNCED_AT = Instant.parse("2026-01-02T12:00:00Z");
  static final Instant COMPARED_AT = Instant.parse("2026-01-02T12:01:00Z");

  private static final String SOURCE = "oci://localhost:5001/hcomp/config/config-stg";

  private final ObjectNode json = JsonMapper.builder().build().createObjectNode();

  public ApplicationJson(String name, Digest digest) {
    json.putObject("metadata").put("name", name).put("namespace", "argocd");
    ObjectNode spec = json.putObject("spec");
    spec.put("project", "staging");
    spec.putObject("destination").put("name", "stg-cluster").put("namespace", "hcomp-stg");
    follows(digest);
    synced(digest);
    operation("Succeeded", digest, SYNCED_AT);
    health("Healthy", SYNCED_AT.plusSeconds(5));
    comparedAt(COMPARED_AT);
    deployed(digest, SYNCED_AT);
    status().putObject("summary").putArray("images");
  }

  public ApplicationJson follows(Digest digest) {
    spec()
        .putObject("source")
        .put("repoURL", SOURCE)
        .put("path", ".")
        .put("targetRevision", digest.value());
    return this;
  }

  public ApplicationJson synced(Digest digest) {
    return sync("Synced", digest);
  }

  public ApplicationJson sync(String status, Digest digest) {
    ObjectNode sync = status().putObject("sync").put("status", status);
    sync.put("revision", digest.value());
    return comparedTo(digest);
  }

  public ApplicationJson comparedTo(Digest digest) {
    sync()
        .putObject("comparedTo")
        .putObject("source")
        .put("repoURL", SOURCE)
        .put("targetRevision", digest.value());
    return this;
  }

  /** It is told to read from another place, and has not yet done so. */
  ApplicationJson toReadFrom(String source) {
    ((ObjectNode) spec().get("source")).put("repoURL", source);
    return this;
  }

  ApplicationJson noRevision() {
    sync().remove("revision");
    return this;
  }

  public ApplicationJson operation(String phase, Digest digest, Instant finishedAt) {
    ObjectNode state = status().putObject("operationState").put("phase", phase);
    state.put("message", "successfully synced (all tasks run)");
    state.put("startedAt", finishedAt.minusSeconds(1).toString());
    state.put("finishedAt", finishedAt.toString());
    state.putObject("operation").putObject("sync").put("revision", digest.value());
    state.putObject("syncResult").put("revision", digest.value());
    return this;
  }

  ApplicationJson running(Digest digest, String message) {
    operation("Running", digest, SYNCED_AT);
    state().put("message", message).remove("finishedAt");
    json.putObject("operation").putObject("sync").put("revision", digest.value());
    return this;
  }

  ApplicationJson failedAttempts(int count) {
    state().put("retryCount", count).put("finishedAt", SYNCED_AT.toString());
    return this;
  }

  ApplicationJson requested() {
    json.putObject("operation").putObject("sync");
    return this;
  }

  ApplicationJson noOperation() {
    status().remove("operationState");
    return this;
  }

  ApplicationJson operationWithoutResult(String phase, String message) {
    operation(phase, NEW, SYNCED_AT);
    state().put("message", message).remove("syncResult");
    ((ObjectNode) state().get("operation").get("sync")).remove("revision");
    return this;
  }

  ApplicationJson result(String kind, String name, String status, String message) {
    ((ObjectNode) state().get("syncResult"))
        .withArray("resources")
        .addObject()
        .put("kind", kind)
        .put("name", name)
        .put("namespace", "hcomp-stg")
        .put("status", status)
        .put("message", message);
    return this;
  }

  public ApplicationJson health(String status, Instant since) {
    status().putObject("health").put("status", status).put("lastTransitionTime", since.toString());
    return this;
  }

  ApplicationJson noHealth() {
    status().remove("health");
    return this;
  }

  public ApplicationJson comparedAt(Instant at) {
    status().put("reconciledAt", at.toString());
    return this;
  }

  public ApplicationJson neverDeployed() {
    status().remove("history");
    return this;
  }

  ApplicationJson neverCompared() {
    status().remove("reconciledAt");
    return this;
  }

  public ApplicationJson deployed(Digest digest, Instant at) {
    status()
        .withArray("history")
        .addObject()
        .put("revision", digest.value())
        .put("deployedAt", at.toString());
    return this;
  }

  public ApplicationJson condition(String type, String message) {
    status().withArray("conditions").addObject().put("type", type).put("message", message);
    return this;
  }

  public ApplicationJson resource(
      String kind, String name, String status, String health, String message) {
    ObjectNode resource =
        status().withArray("resources").addObject().put("kind", kind).put("name", name);
    resource.put("namespace", "hcomp-stg").put("status", status);
    resource.putObject("health").put("status", health).put("message", message);
    return this;
  }

  public ApplicationJson image(String image) {
    ((ObjectNode) status().get("summary")).withArray("images").add(image);
    return this;
  }

  private ObjectNode spec() {
    return (ObjectNode) json.get("spec");
  }

  private ObjectNode status() {
    return json.withObject("/status");
  }

  private ObjectNode sync() {
    return (ObjectNode) status().get("sync");
  }

  private ObjectNode state() {
    return (ObjectNode) status().get("operationState");
  }

  /** As the answer to a refresh that was asked for just before the comparison. */
  Application refreshed() {
    return refreshed(COMPARED_AT);
  }

  Application refreshed(Instant askedAt) {
    return ApplicationReader.application(
        json, new Answer(Optional.of(askedAt), askedAt.plusSeconds(1)));
  }

  Application listed() {
    return ApplicationReader.application(json, new Answer(Optional.empty(), COMPARED_AT));
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
