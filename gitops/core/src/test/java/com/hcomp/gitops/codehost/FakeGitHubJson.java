package com.hcomp.gitops.codehost;

import static com.hcomp.gitops.codehost.FakeGitHubAnswer.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of GitHub's REST API: the fields that hcomp and its library look at. */
final class FakeGitHubJson {
  private static final String CREATED = "2026-11-24T14:00:00Z";

  private final FakeGitHubState state;
  private final String api;

  FakeGitHubJson(FakeGitHubState state, String api) {
    this.state = state;
    this.api = api;
  }

  ObjectNode repository() {
    return repository(state.name)
        .put("default_branch", "main")
        .put("allow_squash_merge", state.repositoryMethods.contains("squash"))
        .put("allow_merge_commit", state.repositoryMethods.contains("merge"))
        .put("allow_rebase_merge", state.repositoryMethods.contains("rebase"));
  }

  private ObjectNode repository(String fullName) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", 1)
            .put("name", fullName.substring(fullName.indexOf('/') + 1))
            .put("full_name", fullName)
            .put("private", true)
            .put("html_url", "https://github.example.com/" + fullName)
            .put("url", api + "/repos/" + fullName);
    json.set("owner", user(fullName.substring(0, fullName.indexOf('/'))));
    return json;
  }

  ObjectNode user(String login) {
    return JSON.createObjectNode()
        .put("login", login)
        .put("id", login.hashCode())
        .put("type", login.endsWith("[bot]") ? "Bot" : "User")
        .put("url", api + "/users/" + login)
        .put("created_at", CREATED);
  }

  /** As in a list. */
  ObjectNode summary(FakePullRequest pullRequest) {
    String url = "/" + state.name + "/pull/" + pullRequest.number;
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", 1000 + pullRequest.number)
            .put("number", pullRequest.number)
            .put("url", api + "/repos/" + state.name + "/pulls/" + pullRequest.number)
            .put("html_url", "https://github.example.com" + url)
            .put("state", pullRequest.open ? "open" : "closed")
            .put("title", pullRequest.title)
            .put("body", pullRequest.body)
            .put("draft", pullRequest.draft)
            .put("created_at", CREATED)
            .put("merged_at", pullRequest.mergeCommit == null ? null : CREATED)
            .put("merge_commit_sha", pullRequest.mergeCommit);
    json.set("user", user(pullRequest.author));
    json.set("labels", labels(pullRequest));
    json.set("head", pointer(pullRequest.headRepository, pullRequest.branch, pullRequest.head));
    json.set(
        "base",
        pointer(state.name, pullRequest.base, state.git.head(pullRequest.base).orElseThrow()));
    return json;
  }

  /** As by its number. */
  ObjectNode whole(FakePullRequest pullRequest) {
    ObjectNode json = summary(pullRequest).put("merged", pullRequest.mergeCommit != null);
    String mergeability = pullRequest.open ? state.mergeability(pullRequest) : "unknown";
    return json.put("mergeable", mergeable(mergeability)).put("mergeable_state", mergeability);
  }

  private static @Nullable Boolean mergeable(String mergeability) {
    return mergeability.equals("unknown") ? null : !mergeability.equals("dirty");
  }

  private ObjectNode pointer(String repository, String branch, String commit) {
    String owner = repository.substring(0, repository.indexOf('/'));
    ObjectNode json =
        JSON.createObjectNode()
            .put("label", owner + ":" + branch)
            .put("ref", branch)
            .put("sha", commit);
    json.set("user", user(owner));
    json.set("repo", repository(repository));
    return json;
  }

  ArrayNode labels(FakePullRequest pullRequest) {
    ArrayNode labels = JSON.createArrayNode();
    pullRequest.labels.forEach(
        label -> labels.add(JSON.createObjectNode().put("name", label).put("color", "ededed")));
    return labels;
  }

  ObjectNode review(FakePullRequest.Review review) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", review.id)
            .put("body", "")
            .put("state", review.state)
            .put("commit_id", review.commit)
            .put("author_association", "MEMBER")
            .put("submitted_at", CREATED);
    json.set("user", review.login == null ? JSON.nullNode() : user(review.login));
    return json;
  }

  ObjectNode checkRuns(String commit) {
    List<FakeGitHubState.Check> runs =
        state.checksOf(commit).stream().filter(FakeGitHubState.Check::isRun).toList();
    ObjectNode json = JSON.createObjectNode().put("total_count", runs.size());
    ArrayNode array = json.putArray("check_runs");
    for (FakeGitHubState.Check run : runs) {
      array
          .addObject()
          .put("id", 1)
          .put("name", run.name())
          .put("head_sha", commit)
          .put("status", run.status())
          .put("conclusion", run.ended() ? run.conclusion() : null);
    }
    return json;
  }

  ArrayNode statuses(String commit) {
    ArrayNode array = JSON.createArrayNode();
    for (FakeGitHubState.Check status : state.checksOf(commit)) {
      if (!status.isRun()) {
        array
            .addObject()
            .put("id", 1)
            .put("context", status.name())
            .put("state", status.ended() ? status.conclusion() : "pending");
      }
    }
    return array;
  }

  ArrayNode rules() {
    ArrayNode rules = JSON.createArrayNode();
    if (!state.requiredChecks.isEmpty()) {
      ObjectNode rule = rule(rules, "required_status_checks");
      ArrayNode checks = rule.putArray("required_status_checks");
      state.requiredChecks.forEach(check -> checks.addObject().put("context", check));
      rule.put("strict_required_status_checks_policy", state.upToDate);
    }
    if (!state.rulesetMethods.contains("merge")) {
      rule(rules, "required_linear_history");
    }
    ObjectNode rule = rule(rules, "pull_request");
    rule.put("required_approving_review_count", state.requiredApprovals);
    ArrayNode methods = rule.putArray("allowed_merge_methods");
    state.rulesetMethods.forEach(methods::add);
    return rules;
  }

  private ObjectNode rule(ArrayNode rules, String type) {
    return rules
        .addObject()
        .put("type", type)
        .put("ruleset_source_type", "Repository")
        .put("ruleset_source", state.name)
        .put("ruleset_id", 42)
        .putObject("parameters");
  }
}
