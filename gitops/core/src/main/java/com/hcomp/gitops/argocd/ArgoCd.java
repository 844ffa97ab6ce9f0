package com.hcomp.gitops.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.hcomp.gitops.argocd.Application.Answer;
import com.hcomp.gitops.argocd.ResourceTree.Node;
import com.hcomp.gitops.argocd.Transport.Reply;
import com.hcomp.gitops.model.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Argo CD through its API. It changes nothing: the one thing it asks for is a refresh.
 *
 * <p>Every method ends with a {@link com.hcomp.gitops.model.ProblemException} (ARGOCD-UNREACHABLE,
 * ARGOCD-DENIED or ARGOCD-ANSWER) where Argo CD can't be read, and with a {@link
 * java.util.concurrent.CancellationException} where the thread is interrupted.
 */
public final class ArgoCd {
  private static final String APPLICATIONS = "/api/v1/applications";
  private static final String GET_APPLICATIONS = "get, applications";
  private static final String GET_LOGS = "get, logs";

  private final Transport transport;

  public ArgoCd(ArgoCdAddress address) {
    this(address, Patience.usual());
  }

  public ArgoCd(ArgoCdAddress address, Patience patience) {
    transport = new Transport(address, patience);
  }

  /** What it calls its version, such as {@code v3.6.1}. */
  public String version() {
    JsonNode json = read(transport.get("/api/version", Map.of(), false), GET_APPLICATIONS);
    return Json.some(json, "Version")
        .orElseThrow(() -> transport.answer("it names no version", List.of()));
  }

  /**
   * All applications that the account may get, by one request and as Argo CD knows them: nothing is
   * refreshed. (The list's field filter lacks half of what is needed here, so it isn't used.)
   */
  public List<Application> applications() {
    Reply reply = transport.get(APPLICATIONS, Map.of(), false);
    JsonNode json = read(reply, GET_APPLICATIONS);
    // "items" is null where there are none; a list that lacks the word is no list at all.
    if (!json.has("items")) {
      throw transport.answer("it is no list of applications", List.of());
    }
    Answer answer = new Answer(Optional.empty(), reply.answeredAt());
    return Json.each(json, "items").stream()
        .map(item -> ApplicationReader.application(item, answer))
        .toList();
  }

  /**
   * One application; with a refresh the answer comes when that is done.
   *
   * @return empty if there is none, or none that this account may get: Argo CD doesn't tell those
   *     apart
   */
  public Optional<Application> find(String name, Refresh refresh) {
    boolean refreshes = refresh != Refresh.NONE;
    Map<String, String> query =
        switch (refresh) {
          case NONE -> Map.of();
          case NORMAL -> Map.of("refresh", "normal");
          case HARD -> Map.of("refresh", "hard");
        };
    Reply reply = transport.get(path(name), query, refreshes);
    if (!reply.found() && applications().stream().noneMatch(app -> app.name().equals(name))) {
      return Optional.empty();
    }
    JsonNode json = read(reply, GET_APPLICATIONS);
    if (!json.path("spec").isObject() || !Json.text(json, "metadata", "name").equals(name)) {
      throw transport.answer("it is not the application " + name, List.of());
    }
    Optional<Instant> refreshedFrom =
        refreshes ? Optional.of(reply.sentAt().truncatedTo(ChronoUnit.SECONDS)) : Optional.empty();
    return Optional.of(
        ApplicationReader.application(json, new Answer(refreshedFrom, reply.answeredAt())));
  }

  /** One application that has to be there, or NO-APPLICATION. */
  public Application application(String name, Refresh refresh) {
    return find(name, refresh)
        .orElseThrow(
            () ->
                new Problem(
                        "NO-APPLICATION",
                        "Argo CD has no application " + name + " that this account may get.",
                        "Check that the root application is synced, and what the account may do:\n"
                            + "argocd app list")
                    .asException());
  }

  /**
   * The applications of these names that exist, by name and in this order, each refreshed. One list
   * tells which exist; the refreshes run side by side.
   */
  public Map<String, Application> refreshed(Collection<String> names) {
    List<String> known = applications().stream().map(Application::name).toList();
    List<String> asked = new ArrayList<>(new LinkedHashSet<>(names));
    asked.retainAll(known);
    Map<String, Application> refreshed = new LinkedHashMap<>();
    Parallel.map(asked, name -> find(name, Refresh.NORMAL))
        .forEach((name, found) -> found.ifPresent(app -> refreshed.put(name, app)));
    return refreshed;
  }

  /** What the application has in its cluster, from Argo CD's cache. */
  public ResourceTree resourceTree(String application) {
    JsonNode json =
        read(
            transport.get(path(application) + "/resource-tree", Map.of(), false), GET_APPLICATIONS);
    return ApplicationReader.tree(json);
  }

  /**
   * A resource as the cluster has it now, by its API server and not by a cache.
   *
   * @return empty if it is gone
   */
  public Optional<JsonNode> live(String application, Node node) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("namespace", node.namespace());
    query.put("resourceName", node.name());
    query.put("group", node.group());
    query.put("version", node.version());
    query.put("kind", node.kind());
    Optional<JsonNode> reply = unlessGone(path(application) + "/resource", query);
    return reply.flatMap(json -> Json.parse(Json.text(json, "manifest")));
  }

  /**
   * What Kubernetes says about a resource, oldest first.
   *
   * @return empty too if the resource is gone
   */
  public List<Event> events(String application, Node node) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("resourceNamespace", node.namespace());
    query.put("resourceName", node.name());
    query.put("resourceUID", node.uid());
    return unlessGone(path(application) + "/events", query).stream()
        .flatMap(json -> Json.each(json, "items").stream())
        .map(Event::of)
        .sorted(Event.BY_TIME)
        .toList();
  }

  /**
   * The last lines that a container wrote, oldest first, without what Kubernetes says instead where
   * it has no log.
   *
   * @param previous whether the container's instance before the present one is meant
   */
  public List<String> logs(
      String application, Node pod, String container, boolean previous, int lines) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("namespace", pod.namespace());
    query.put("container", container);
    query.put("tailLines", Integer.toString(lines));
    query.put("previous", Boolean.toString(previous));
    Reply reply =
        transport.get(
            path(application) + "/pods/" + Transport.encode(pod.name()) + "/logs", query, false);
    if (reply.status() == 403) {
      throw transport.denied(GET_LOGS, reply);
    }
    if (!reply.found()) {
      return List.of();
    }
    return reply
        .body()
        .lines()
        .flatMap(line -> Json.parse(line).stream())
        .map(line -> line.path("result"))
        // Kubernetes' own excuses come as a line too, but one that no pod wrote.
        .filter(entry -> !Json.text(entry, "podName").isEmpty())
        .map(entry -> Json.text(entry, "content"))
        .toList();
  }

  /** Argo CD answers 400 where its cache no longer has a resource, 404 where the cluster hasn't. */
  private Optional<JsonNode> unlessGone(String path, Map<String, String> query) {
    Reply reply = transport.get(path, query, false);
    return reply.status() == 404 || reply.status() == 400
        ? Optional.empty()
        : Optional.of(read(reply, GET_APPLICATIONS));
  }

  private JsonNode read(Reply reply, String permission) {
    if (reply.status() == 403) {
      throw transport.denied(permission, reply);
    }
    if (!reply.found()) {
      throw transport.answer("HTTP status " + reply.status(), Transport.said(reply.body()));
    }
    return Json.parse(reply.body()).orElseThrow(() -> transport.answer("it is no JSON", List.of()));
  }

  private static String path(String application) {
    return APPLICATIONS + "/" + Transport.encode(application);
  }
}
