package com.hcomp.gitops.codehost;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pull request in a fake GitHub. Guarded by the fake's lock. */
final class FakePullRequest {
  /** What a person said of it; the state can change when it is dismissed. */
  static final class Review {
    final int id;
    final @Nullable String login;
    final String commit;
    String state;

    Review(int id, @Nullable String login, String commit, String state) {
      this.id = id;
      this.login = login;
      this.commit = commit;
      this.state = state;
    }
  }

  final int number;
  final String author;

  /** The branch, and the repository it is in: another one for a fork's. */
  final String branch;

  final String headRepository;
  final List<Review> reviews = new ArrayList<>();
  final List<String> comments = new ArrayList<>();
  final Set<String> labels = new LinkedHashSet<>();
  String base;
  String title;
  String body;
  boolean open = true;
  boolean draft;

  /** The last commit that the branch was seen to have. */
  String head = "";

  /** On the base branch, once it is merged. */
  @Nullable String mergeCommit;

  FakePullRequest(
      int number,
      String author,
      String headRepository,
      String branch,
      String base,
      String title,
      String body) {
    this.number = number;
    this.author = author;
    this.headRepository = headRepository;
    this.branch = branch;
    this.base = base;
    this.title = title;
    this.body = body;
  }
}
