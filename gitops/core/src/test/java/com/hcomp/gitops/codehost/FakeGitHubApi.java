package com.hcomp.gitops.codehost;

import static com.hcomp.gitops.codehost.FakeGitHubAnswer.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a fake GitHub answers to each request that hcomp sends. */
final class FakeGitHubApi {
  private static final int LONGEST_BODY = 65_536;

  private final FakeGitHubState state;
  private final FakeGitHubJson json;
  private final FakeGitHubMerge merge;

  FakeGitHubApi(FakeGitHubState state, FakeGitHubJson json) {
    this.state = state;
    this.json = json;
    this.merge = new FakeGitHubMerge(state);
  }

  FakeGitHubAnswer answer(FakeGitHubRequest request) {
    String root = "/repos/" + state.name;
    state.look();
    if (request.is("GET", root)) {
      return may("metadata", "read").orElseGet(() -> ok(json.repository()));
    }
    if (request.is("GET", "/users/[^/]+")) {
      return user(request.part(2));
    }
    if (request.is("GET", root + "/collaborators/[^/]+/permission")) {
      return may("metadata", "read").orElseGet(() -> permission(request.part(5)));
    }
    if (request.is("GET", root + "/rules/branches/[^/]+")) {
      return may("metadata", "read").orElseGet(() -> ok(json.rules()));
    }
    if (request.is("GET", root + "/commits/[^/]+/check-runs")) {
      return may("checks", "read").orElseGet(() -> ok(json.checkRuns(request.part(5))));
    }
    if (request.is("GET", root + "/statuses/[^/]+")) {
      return may("statuses", "read").orElseGet(() -> ok(json.statuses(request.part(5))));
    }
    if (request.is("PUT", root + "/pulls/\\d+/merge")) {
      return may("contents", "write").orElseGet(() -> merge.merge(number(request), request));
    }
    return request.path().startsWith(root + "/pulls")
            || request.path().startsWith(root + "/issues/")
        ? may("pull_requests", request.method().equals("GET") ? "read" : "write")
            .orElseGet(() -> pullRequests(root, request))
        : FakeGitHubAnswer.error(404, "Not Found");
  }

  private FakeGitHubAnswer pullRequests(String root, FakeGitHubRequest request) {
    if (request.is("GET", root + "/pulls")) {
      return list(request);
    }
    if (request.is("POST", root + "/pulls")) {
      return open(request);
    }
    Optional<FakePullRequest> found = state.find(number(request));
    if (found.isEmpty()) {
      return FakeGitHubAnswer.error(404, "Not Found");
    }
    FakePullRequest pullRequest = found.get();
    if (request.is("GET", root + "/pulls/\\d+")) {
      return ok(json.whole(pullRequest));
    }
    if (request.is("GET", root + "/pulls/\\d+/reviews")) {
      ArrayNode reviews = JSON.createArrayNode();
      pullRequest.reviews.forEach(review -> reviews.add(json.review(review)));
      return ok(reviews);
    }
    if (request.is("PATCH", root + "/pulls/\\d+")) {
      return edit(pullRequest, request);
    }
    if (request.is("POST", root + "/issues/\\d+/labels")) {
      request.body().path("labels").forEach(label -> pullRequest.labels.add(label.asText()));
      return ok(json.labels(pullRequest));
    }
    if (request.is("POST", root + "/issues/\\d+/comments")) {
      pullRequest.comments.add(request.text("body", ""));
      return FakeGitHubAnswer.of(
          201, JSON.createObjectNode().put("id", 1).put("body", request.text("body", "")));
    }
    return FakeGitHubAnswer.error(404, "Not Found");
  }

  private FakeGitHubAnswer list(FakeGitHubRequest request) {
    String wanted = request.query().getOrDefault("state", "open");
    String head = request.query().getOrDefault("head", "");
    boolean descending = request.query().getOrDefault("direction", "desc").equals("desc");
    Comparator<FakePullRequest> order = Comparator.comparingInt(each -> each.number);
    ArrayNode list = JSON.createArrayNode();
    state.pullRequests.stream()
        .filter(each -> wanted.equals("all") || each.open == wanted.equals("open"))
        .filter(each -> head.isEmpty() || head.equals(owner(each) + ":" + each.branch))
        .sorted(descending ? order.reversed() : order)
        .forEach(each -> list.add(json.summary(each)));
    return ok(list);
  }

  private static String owner(FakePullRequest pullRequest) {
    return pullRequest.headRepository.split("/")[0];
  }

  private FakeGitHubAnswer open(FakeGitHubRequest request) {
    String branch = request.text("head", "");
    String base = request.text("base", "");
    String body = request.text("body", "");
    Optional<String> head = state.git.head(branch);
    if (head.isEmpty()) {
      return FakeGitHubAnswer.invalid("PullRequest", "head", "invalid", "");
    }
    Optional<String> baseCommit = state.git.head(base);
    if (baseCommit.isEmpty()) {
      return FakeGitHubAnswer.invalid("PullRequest", "base", "invalid", "");
    }
    boolean exists =
        state.pullRequests.stream()
            .anyMatch(
                each ->
                    each.open
                        && each.headRepository.equals(state.name)
                        && each.branch.equals(branch)
                        && each.base.equals(base));
    if (exists) {
      return FakeGitHubAnswer.invalid(
          "PullRequest",
          "",
          "custom",
          "A pull request already exists for " + state.owner() + ":" + branch + ".");
    }
    if (state.git.isAncestor(head.get(), baseCommit.get())) {
      return FakeGitHubAnswer.invalid(
          "PullRequest", "", "custom", "No commits between " + base + " and " + branch);
    }
    if (body.length() > LONGEST_BODY) {
      return tooLong();
    }
    FakePullRequest opened =
        new FakePullRequest(
            state.pullRequests.size() + 1,
            FakeGitHub.APP,
            state.name,
            branch,
            base,
            request.text("title", ""),
            body);
    opened.head = head.get();
    state.pullRequests.add(opened);
    return FakeGitHubAnswer.of(201, json.whole(opened));
  }

  private static FakeGitHubAnswer tooLong() {
    return FakeGitHubAnswer.invalid(
        "Issue", "body", "custom", "body is too long (maximum is 65536 characters)");
  }

  private FakeGitHubAnswer edit(FakePullRequest pullRequest, FakeGitHubRequest request) {
    if (request.text("body", "").length() > LONGEST_BODY) {
      return tooLong();
    }
    String base = request.text("base", pullRequest.base);
    if (state.git.head(base).isEmpty()) {
      return FakeGitHubAnswer.invalid("PullRequest", "base", "invalid", "");
    }
    pullRequest.base = base;
    pullRequest.title = request.text("title", pullRequest.title);
    pullRequest.body = request.text("body", pullRequest.body);
    pullRequest.open =
        pullRequest.mergeCommit == null
            && request.text("state", pullRequest.open ? "open" : "closed").equals("open");
    return ok(json.whole(pullRequest));
  }

  private FakeGitHubAnswer user(String login) {
    boolean known =
        state.people.containsKey(login)
            || state.pullRequests.stream()
                .flatMap(each -> each.reviews.stream())
                .anyMatch(review -> login.equals(review.login));
    return known ? ok(json.user(login)) : FakeGitHubAnswer.error(404, "Not Found");
  }

  private FakeGitHubAnswer permission(String login) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("permission", state.people.getOrDefault(login, "read"))
            .put("role_name", state.people.getOrDefault(login, "read"));
    body.set("user", json.user(login));
    return ok(body);
  }

  private Optional<FakeGitHubAnswer> may(String permission, String access) {
    return state.may(permission, access)
        ? Optional.empty()
        : Optional.of(FakeGitHubAnswer.denied(permission + "=" + access));
  }

  private static int number(FakeGitHubRequest request) {
    List<String> parts = List.of(request.path().split("/"));
    return parts.size() > 5 ? Integer.parseInt(parts.get(5)) : 0;
  }

  private static FakeGitHubAnswer ok(JsonNode body) {
    return FakeGitHubAnswer.of(200, body);
  }
}
