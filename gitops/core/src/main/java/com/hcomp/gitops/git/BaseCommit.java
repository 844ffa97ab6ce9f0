package com.hcomp.gitops.git;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One commit of the base branch, with its files, but for sources, in a folder of its own. What is
 * changed there is committed on top of this commit, and pushed only if the branch hasn't moved: so
 * what was planned from these files is what lands, or nothing is.
 */
public final class BaseCommit {
  private static final String PINS = "argocd-root/environments/";

  private final BaseBranch branch;
  private final String commit;
  private final Git files;

  private BaseCommit(BaseBranch branch, String commit, Git files) {
    this.branch = branch;
    this.commit = commit;
    this.files = files;
  }

  static BaseCommit layOut(BaseBranch branch, String commit, Path folder) {
    Path top = folder.toAbsolutePath();
    Git files =
        Git.at(top)
            .with(
                Map.of(
                    "GIT_DIR", branch.repository().output("rev-parse", "--absolute-git-dir"),
                    "GIT_WORK_TREE", top.toString(),
                    "GIT_INDEX_FILE", top + ".index"));
    try {
      java.nio.file.Files.createDirectories(top);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    files.layOut(commit);
    return new BaseCommit(branch, commit, files);
  }

  /** The commit's full name. */
  public String id() {
    return commit;
  }

  /** Where its files are: to read and to edit. */
  public Path folder() {
    return files.directory();
  }

  /** The repository that holds it with its whole history. */
  public Git repository() {
    return branch.repository();
  }

  public BaseBranch branch() {
    return branch;
  }

  /** Lays a file or folder out as another commit has it; what that one lacks there is removed. */
  public void restore(String from, String path) {
    files.output("checkout", "--quiet", "--no-overlay", from, "--", path);
  }

  /**
   * Commits what was changed in the folder, as far as it lies below some paths; any other change is
   * left out. Moves nothing.
   *
   * @param paths relative to the folder
   * @return empty if nothing was changed there
   */
  public Optional<String> commit(List<String> paths, String message) {
    List<String> add = new ArrayList<>(List.of("add", "--all", "--force", "--"));
    add.addAll(paths);
    files.output(add.toArray(String[]::new));
    String tree = files.output("write-tree");
    return tree.equals(files.tree(commit))
        ? Optional.empty()
        : Optional.of(files.commitTree(tree, List.of(commit), message));
  }

  /** The text of what was changed, as {@code git diff} shows it. */
  public String diff(List<String> paths) {
    List<String> arguments =
        new ArrayList<>(List.of("diff", "--no-color", "--no-ext-diff", commit, "--"));
    arguments.addAll(paths);
    return files.output(arguments.toArray(String[]::new));
  }

  /**
   * Pushes a commit made here onto the base branch, never by force. An answer that got lost is
   * asked for: what counts is what the remote has.
   *
   * @return false if somebody else was faster: plan again from what is there now
   * @throws com.hcomp.gitops.model.ProblemException PUSH-REFUSED if the remote doesn't want it,
   *     GIT-UNREACHABLE if it can't be told whether it has it
   */
  public boolean push(String made) {
    Command.Result result =
        branch.atRemote(
            "push", "--porcelain", branch.remote(), made + ":refs/heads/" + branch.branch());
    if (result.exitStatus() == 0 || branch.has(made)) {
      return true;
    }
    if (!branch.tip().equals(Optional.of(commit)) || isRace(result)) {
      return false;
    }
    throw refused(branch.branch(), result);
  }

  /** The remote found another push at work on the branch, which may not have ended yet. */
  private static boolean isRace(Command.Result result) {
    String text = result.output() + result.errors();
    return text.contains("[rejected]")
        || text.contains("cannot lock ref")
        || text.contains("failed to update ref")
        || text.contains("incorrect old value");
  }

  /**
   * Pushes a commit made here onto a branch that belongs to the goals, in the place of what they
   * pushed there before.
   *
   * @throws com.hcomp.gitops.model.ProblemException PUSH-REFUSED
   */
  public void publish(String made, String name) {
    String before = branch.tip(name).orElse("");
    if (before.equals(made)) {
      return;
    }
    Command.Result result =
        branch.atRemote(
            "push",
            "--porcelain",
            "--force-with-lease=refs/heads/" + name + ":" + before,
            branch.remote(),
            made + ":refs/heads/" + name);
    if (result.exitStatus() != 0 && !branch.tip(name).equals(Optional.of(made))) {
      throw refused(name, result);
    }
  }

  /**
   * Whether a branch of the goals still brings exactly the change of a commit made here: it touches
   * nothing but some paths, nobody else has changed those since it began, and they look the same;
   * but for how long something ran, which is another figure at every look.
   */
  public boolean isSameChange(String name, String made, List<String> paths) {
    Optional<String> tip = branch.tip(name);
    if (tip.isEmpty()) {
      return false;
    }
    String head = tip.get();
    Git git = branch.repository();
    if (git.commit(head).isEmpty()) {
      branch.atRemote(
          "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", branch.remote(), head);
    }
    if (git.commit(head).isEmpty()) {
      return false;
    }
    Command.Result began = git.run("merge-base", head, commit);
    String start = began.output().strip();
    return began.exitStatus() == 0
        && changed(start, head, List.of()).equals(changed(start, head, paths))
        && changed(start, commit, paths).isEmpty()
        && onlyDurations(git, head, made, paths);
  }

  /** Whether a branch has a commit as its newest. */
  public boolean hasHead(String name, String head) {
    return branch.tip(name).equals(Optional.of(head));
  }

  private List<String> changed(String from, String to, List<String> paths) {
    List<String> arguments = new ArrayList<>(List.of("diff", "--name-only", from, to, "--"));
    arguments.addAll(paths);
    return branch.repository().output(arguments.toArray(String[]::new)).lines().toList();
  }

  private static boolean onlyDurations(Git git, String head, String made, List<String> paths) {
    return paths.stream()
        .allMatch(
            path ->
                git.output(
                        "diff",
                        "--no-color",
                        "--no-ext-diff",
                        "--unified=0",
                        head,
                        made,
                        "--",
                        path)
                    .lines()
                    .dropWhile(line -> !line.startsWith("@@"))
                    .filter(line -> !line.startsWith("@@"))
                    .allMatch(line -> path.startsWith(PINS) && line.matches("[+-] +soaked: .*")));
  }

  private RuntimeException refused(String name, Command.Result result) {
    List<String> said = new ArrayList<>(BaseBranch.said(result));
    result.output().lines().filter(line -> line.startsWith("!")).forEach(said::add);
    return new Problem(
            "PUSH-REFUSED",
            branch.remote() + " did not take the commit onto " + name + "; nothing was moved.",
            said,
            "Mend what it names (a token or key that may push, a rule that lets it), and run the"
                + " same command again.")
        .asException();
  }
}
