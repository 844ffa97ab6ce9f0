package com.hcomp.gitops.git;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Git repository with its work tree, through the {@code git} command: so that a user's
 * credentials, signing and hooks work as they always do.
 */
public final class Git {
  private final Path directory;
  private final Map<String, String> environment;

  private Git(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /**
   * Explains why Git did not read a repository, if that is because of its owner.
   *
   * @param answer of any Git command in it
   * @throws com.hcomp.gitops.model.ProblemException if it belongs to another user
   */
  public static void refuseOfAnotherUser(Path repository, Command.Result answer) {
    if (answer.errors().contains("dubious ownership")) {
      throw new Problem(
              "GIT-OWNER",
              repository + " belongs to another user, so Git does not read it.",
              "If it is yours, say so once:\ngit config --global --add safe.directory "
                  + repository)
          .asException();
    }
  }

  /**
   * The repository that a folder is the top of.
   *
   * @throws com.hcomp.gitops.model.ProblemException if it is not
   */
  public static Git open(Path directory) {
    Git git = new Git(directory, Map.of());
    Command.Result top = git.run("rev-parse", "--show-prefix");
    refuseOfAnotherUser(directory, top);
    if (top.exitStatus() != 0 || !top.output().isBlank()) {
      throw new Problem(
              "NO-GIT",
              directory
                  + " is not the top folder of a Git repository; artifacts are named by their"
                  + " commits.",
              top.errors().lines().toList(),
              "Clone the repository, or make one:\ngit init && git add -A && git commit -m first")
          .asException();
    }
    if (git.run("rev-parse", "--verify", "HEAD").exitStatus() != 0) {
      throw new Problem(
              "NO-COMMIT",
              directory + " has no commit yet; artifacts are named by their commits.",
              "Make one:  git add -A && git commit -m first")
          .asException();
    }
    return git;
  }

  /** A repository that is known to be in a folder. */
  static Git at(Path directory) {
    return new Git(directory, Map.of());
  }

  /** A clone of a repository, which may be empty, without its files. */
  public static Git objects(Path from, Path to) {
    try {
      Command.of("git", "clone", "--quiet", "--no-checkout", from.toString(), to.toString())
          .with("LC_ALL", "C")
          .output();
    } catch (CommandFailed e) {
      refuseOfAnotherUser(from, e.result());
      throw e;
    }
    return new Git(to, Map.of());
  }

  /**
   * A clone of a branch as it is now, with the files that releases and pins are made of.
   *
   * @param folder where it is made; nothing may be there
   * @throws com.hcomp.gitops.model.ProblemException if the branch is not there yet
   */
  public static Git latest(Path from, String branch, Path folder) {
    Git clone = history(from, branch, folder);
    clone.layOut("HEAD");
    return clone;
  }

  /**
   * A clone of a branch as it is now, without its files.
   *
   * @param folder where it is made; nothing may be there
   * @throws com.hcomp.gitops.model.ProblemException if the branch is not there yet
   */
  public static Git history(Path from, String branch, Path folder) {
    Git clone = objects(from, folder);
    Optional<String> commit = clone.commit("refs/remotes/origin/" + branch);
    if (commit.isEmpty()) {
      throw new Problem(
              "NOTHING-RELEASED",
              from + " has no branch " + branch + " yet.",
              "Deploy once:\nmvn -Plocal deploy")
          .asException();
    }
    clone.output("update-ref", "--no-deref", "HEAD", commit.get());
    return clone;
  }

  /**
   * Writes a commit's files to the work tree, but for sources: no release or pin is made of what
   * lies below a folder {@code src}, and in most repositories that is nearly all. For Git they are
   * unchanged all the same.
   */
  void layOut(String commit) {
    output("read-tree", commit);
    byte[] sources = output(new byte[0], "ls-files", "-z", "--", "src/*", "*/src/*");
    output(sources, "update-index", "-z", "--skip-worktree", "--stdin");
    output("checkout-index", "--all", "--quiet");
  }

  /**
   * The same for all that is checked out or merged from now on: a merge sees sources all the same.
   */
  void leaveOutSources() {
    output("config", "core.sparseCheckout", "true");
    try {
      Path patterns = directory.resolve(".git/info/sparse-checkout");
      Files.createDirectories(patterns.getParent());
      Files.writeString(patterns, "/*\n!src/\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** The same repository with variables for its commands, such as GIT_INDEX_FILE. */
  public Git with(Map<String, String> variables) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(variables);
    return new Git(directory, all);
  }

  /** Runs git and gives its output. */
  public String output(String... arguments) {
    return command(arguments).output();
  }

  /** Runs git, whatever its exit status. */
  public Command.Result run(String... arguments) {
    return command(arguments).run();
  }

  /** Runs git with bytes on its standard input. */
  byte[] output(byte[] input, String... arguments) {
    return command(arguments).output(input);
  }

  /** Runs git for so long at the most, for what talks to a remote. */
  Command.Result run(Duration bound, String... arguments) {
    return command(arguments).run(bound);
  }

  private Command command(String... arguments) {
    List<String> all = new ArrayList<>(List.of("git"));
    all.addAll(List.of(arguments));
    return Command.of(all).in(directory).with(environment).with("LC_ALL", "C");
  }

  /** The commit that a name stands for; empty if there is none. */
  public Optional<String> commit(String name) {
    Command.Result result = run("rev-parse", "--verify", "--quiet", name + "^{commit}");
    return result.exitStatus() == 0 ? Optional.of(result.output().strip()) : Optional.empty();
  }

  /**
   * Refuses a repository whose history is cut off.
   *
   * @param why what is read from history here, and may be wrong
   * @throws com.hcomp.gitops.model.ProblemException SHALLOW-CLONE
   */
  public void refuseShallow(String why) {
    if (output("rev-parse", "--is-shallow-repository").equals("true")) {
      throw new Problem(
              "SHALLOW-CLONE",
              directory + " is a shallow clone: " + why + ".",
              "Fetch the rest:  git fetch --unshallow   (GitHub Actions: fetch-depth: 0)")
          .asException();
    }
  }

  public String tree(String commit) {
    return output("rev-parse", commit + "^{tree}");
  }

  public boolean hasRemote(String name) {
    return output("remote").lines().anyMatch(name::equals);
  }

  public boolean isAncestor(String ancestor, String descendant) {
    return run("merge-base", "--is-ancestor", ancestor, descendant).exitStatus() == 0;
  }

  /** Makes a commit of a tree, without moving anything; signed, if the user signs commits. */
  public String commitTree(String tree, List<String> parents, String message) {
    List<String> arguments = new ArrayList<>(List.of("commit-tree", tree, "-m", message));
    if (run("config", "--type=bool", "commit.gpgsign").output().strip().equals("true")) {
      arguments.add("-S");
    }
    parents.forEach(parent -> arguments.addAll(List.of("-p", parent)));
    return with(identity()).output(arguments.toArray(String[]::new));
  }

  /** Commits what changed in the work tree; empty if nothing did. */
  public Optional<String> commitAll(String message) {
    output("add", "--all");
    if (run("diff", "--cached", "--quiet").exitStatus() == 0) {
      return Optional.empty();
    }
    with(identity()).output("commit", "--quiet", "-m", message);
    return commit("HEAD");
  }

  /** Who commits: the user, or the tool where Git knows no user. */
  private Map<String, String> identity() {
    if (run("var", "GIT_AUTHOR_IDENT").exitStatus() == 0
        && run("var", "GIT_COMMITTER_IDENT").exitStatus() == 0) {
      return Map.of();
    }
    return Map.of(
        "GIT_AUTHOR_NAME", "hcomp",
        "GIT_AUTHOR_EMAIL", "hcomp@localhost",
        "GIT_COMMITTER_NAME", "hcomp",
        "GIT_COMMITTER_EMAIL", "hcomp@localhost");
  }

  /**
   * Merges a commit into what is checked out; the result tells whether that went without conflict.
   */
  Command.Result merge(String commit, String message) {
    return with(identity()).run("merge", "--quiet", "--no-edit", "-m", message, commit);
  }

  /**
   * Pushes refs, all or none.
   *
   * @return false if the other side has moved meanwhile
   */
  public boolean push(String remote, String... refspecs) {
    List<String> arguments = new ArrayList<>(List.of("push", "--quiet", "--atomic", remote));
    arguments.addAll(List.of(refspecs));
    Command.Result result = run(arguments.toArray(String[]::new));
    if (result.exitStatus() == 0) {
      return true;
    }
    if (result.errors().contains("[rejected]")
        || result.errors().contains("[remote rejected]")
        || result.errors().contains("cannot lock ref")) {
      return false;
    }
    throw new CommandFailed(result);
  }
}
