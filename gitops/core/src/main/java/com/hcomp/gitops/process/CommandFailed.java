package com.hcomp.gitops.process;

/** A program ended with an exit status other than 0. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Command.Result result;

  public CommandFailed(Command.Result result) {
    super(
        String.join(" ", result.command().arguments())
            + " ended with exit status "
            + result.exitStatus()
            + (result.errors().isBlank() ? "" : ": " + result.errors().strip()));
    this.result = result;
  }

  public Command.Result result() {
    return result;
  }
}
