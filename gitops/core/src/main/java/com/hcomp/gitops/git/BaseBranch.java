package com.hcomp.gitops.git;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The branch that Argo CD follows, as it is on the remote. It is worked on beside a repository's
 * own files: of the repository only its objects, remotes, credentials, signing and push hooks are
 * used; its files, index and branches stay as they are.
 *
 * @param repository into which the branch is fetched
 * @param remote the remote's name, such as {@code origin}
 * @param branch the branch there, such as {@code main}
 * @param patience how long the remote is given for each answer
 */
public record BaseBranch(Git repository, String remote, String branch, Duration patience) {

  /** What was fetched last, so that the next fetch need not bring it again. */
  private static final String LAST = "refs/hcomp/base";

  /** With two minutes for each answer, which is enough for a slow line. */
  public BaseBranch(Git repository, String remote, String branch) {
    this(repository, remote, branch, Duration.ofMinutes(2));
  }

  /**
   * The branch as it is on the remote now, with its files laid out in a folder.
   *
   * @param folder made by this; its parent must be there
   * @throws com.hcomp.gitops.model.ProblemException GIT-UNREACHABLE, NO-BASE-BRANCH, SHALLOW-CLONE
   */
  public BaseCommit fetch(Path folder) {
    String commit = fetch();
    repository.refuseShallow("what ran where, and for how long, is told by history");
    return BaseCommit.layOut(this, commit, folder);
  }

  /**
   * The branch's newest commit on the remote, fetched; under a name of its own meanwhile, so that
   * goals at the same time don't meet.
   *
   * @throws com.hcomp.gitops.model.ProblemException GIT-UNREACHABLE, NO-BASE-BRANCH
   */
  public String fetch() {
    String name = LAST + "-" + UUID.randomUUID();
    Command.Result result =
        atRemote(
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-recurse-submodules",
            "--refmap=",
            "--force",
            remote,
            "refs/heads/" + branch + ":" + name);
    if (result.exitStatus() != 0) {
      throw tip().isEmpty() ? missing() : unreachable(result);
    }
    String commit = repository.output("rev-parse", "--verify", name + "^{commit}");
    // Of no weight if it fails: two at once may want to write it.
    repository.run("update-ref", LAST, commit);
    repository.run("update-ref", "-d", name);
    return commit;
  }

  /** The branch's newest commit on the remote; empty if there is no such branch. */
  Optional<String> tip() {
    return tip(branch);
  }

  /** The newest commit of any branch on the remote. */
  Optional<String> tip(String of) {
    Command.Result result = atRemote("ls-remote", "--quiet", remote, "refs/heads/" + of);
    if (result.exitStatus() != 0) {
      throw unreachable(result);
    }
    return result.output().lines().map(line -> line.split("\t", 2)[0]).findFirst();
  }

  /** Whether the branch on the remote has a commit. */
  boolean has(String commit) {
    Optional<String> tip = tip();
    return tip.isPresent() && (tip.get().equals(commit) || repository.isAncestor(commit, fetch()));
  }

  Command.Result atRemote(String... arguments) {
    return repository
        .with(java.util.Map.of("GIT_HTTP_LOW_SPEED_LIMIT", "1", "GIT_HTTP_LOW_SPEED_TIME", "60"))
        .run(patience, arguments);
  }

  private RuntimeException missing() {
    return new Problem(
            "NO-BASE-BRANCH",
            remote + " has no branch " + branch + ", which Argo CD follows.",
            "Push it once, or name the one it follows as `revision` in argocd-root/values.yaml:\n"
                + "git push "
                + remote
                + " HEAD:"
                + branch)
        .asException();
  }

  RuntimeException unreachable(Command.Result result) {
    return new Problem(
            "GIT-UNREACHABLE",
            "Git can't read " + branch + " of " + remote + ", so nothing is known of the pins.",
            said(result),
            "See what it says itself, then run the same command again:\ngit ls-remote "
                + remote
                + " "
                + branch)
        .asException();
  }

  static List<String> said(Command.Result result) {
    return result.errors().lines().filter(line -> !line.isBlank()).limit(12).toList();
  }
}
