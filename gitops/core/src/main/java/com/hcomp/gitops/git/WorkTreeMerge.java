package com.hcomp.gitops.git;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person's working tree, committed or not, merged into the main branch of another repository, in
 * a clone of it. The person's repository is only read. Nothing reaches the other repository before
 * {@link #push}.
 *
 * <p>Each working tree is recorded as a commit whose parents are the person's HEAD and the working
 * tree before: so Git's own merge sees what changed since, and a change taken back is taken back.
 */
public final class WorkTreeMerge {
  private static final String MAIN = "main";
  private static final String LAST_WORK_TREE = "refs/hcomp/worktree";

  private final Git clone;
  private final String workTree;

  private WorkTreeMerge(Git clone, String workTree) {
    this.clone = clone;
    this.workTree = workTree;
  }

  /**
   * Merges in the clone.
   *
   * @param checkout the person's repository
   * @param origin the repository whose main branch is meant; may be empty
   * @param folder where the clone is made; nothing may be there
   * @throws com.hcomp.gitops.model.ProblemException if the two conflict: the files are named
   */
  public static WorkTreeMerge prepare(Git checkout, Path origin, Path folder) {
    Git clone = Git.objects(origin, folder);
    clone.output("fetch", "--quiet", "origin", "+refs/hcomp/*:refs/hcomp/*");
    clone.output("fetch", "--quiet", "--no-tags", checkout.directory().toString(), "HEAD");
    String head = checkout.output("rev-parse", "HEAD");
    WorkTreeMerge merge = new WorkTreeMerge(clone, record(clone, checkout, head));
    merge.checkOut(origin);
    return merge;
  }

  private static String record(Git clone, Git checkout, String head) {
    Path work = checkout.directory();
    Git reading =
        Git.at(work)
            .with(
                Map.of(
                    "GIT_DIR", clone.directory().resolve(".git").toString(),
                    "GIT_WORK_TREE", work.toString(),
                    "GIT_INDEX_FILE", clone.directory().resolve(".git/worktree.index").toString()));
    reading.output("add", "--all", ".");
    String tree = reading.output("write-tree");
    Optional<String> before = clone.commit(LAST_WORK_TREE);
    boolean sameAsHead = tree.equals(clone.tree(head));
    if (before.isEmpty() && sameAsHead) {
      return head;
    }
    if (before.isPresent()) {
      boolean known = head.equals(before.get()) || clone.isAncestor(head, before.get());
      if (known && tree.equals(clone.tree(before.get()))) {
        return before.get();
      }
      if (sameAsHead && clone.isAncestor(before.get(), head)) {
        return head;
      }
    }
    List<String> parents = new ArrayList<>(List.of(head));
    before.filter(commit -> !commit.equals(head)).ifPresent(parents::add);
    return clone.commitTree(tree, parents, "Working tree of " + work);
  }

  private void checkOut(Path origin) {
    clone.leaveOutSources();
    Optional<String> main = clone.commit("refs/remotes/origin/" + MAIN);
    clone.output("checkout", "--quiet", "--force", "--detach", main.orElse(workTree));
    if (main.isEmpty()) {
      return;
    }
    Command.Result merged = clone.merge(workTree, "Merge the working tree");
    if (merged.exitStatus() == 0) {
      return;
    }
    List<String> files = clone.output("diff", "--name-only", "--diff-filter=U").lines().toList();
    clone.run("merge", "--abort");
    if (files.isEmpty()) {
      throw new com.hcomp.gitops.process.CommandFailed(merged);
    }
    throw new Problem(
            "MERGE-CONFLICT",
            "The working tree conflicts with what was released on the platform's main:",
            files.stream().map(file -> "  " + file).toList(),
            "Nothing was published or moved. Take the platform's main into your branch, settle the"
                + " conflict there, and deploy again:\n"
                + "git pull --no-rebase "
                + origin
                + " "
                + MAIN)
        .asException();
  }

  /** Where the merged files are, but for sources: a work tree of its own, to edit and commit in. */
  public Git workspace() {
    return clone;
  }

  /**
   * Moves main to what is checked out and committed here.
   *
   * @return false if main has moved meanwhile: prepare again
   */
  public boolean push() {
    Optional<String> main = clone.commit("refs/remotes/origin/" + MAIN);
    Optional<String> before = clone.commit(LAST_WORK_TREE);
    if (main.equals(clone.commit("HEAD")) && before.equals(Optional.of(workTree))) {
      return true;
    }
    return clone.push("origin", "HEAD:refs/heads/" + MAIN, "+" + workTree + ":" + LAST_WORK_TREE);
  }
}
