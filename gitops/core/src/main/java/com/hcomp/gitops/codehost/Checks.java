package com.hcomp.gitops.codehost;

import com.hcomp.gitops.model.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kohsuke.github.GHCheckRun;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHCommitStatus;

/**
 * How the checks of a commit stand, check runs and commit statuses alike.
 *
 * @param pending those that run, or were not begun, in alphabetical order
 * @param failed those that failed, in alphabetical order
 */
record Checks(List<String> pending, List<String> failed) {
  private enum State {
    PENDING,
    SUCCEEDED,
    FAILED
  }

  private static final Set<GHCheckRun.Conclusion> GOOD =
      Set.of(
          GHCheckRun.Conclusion.SUCCESS,
          GHCheckRun.Conclusion.NEUTRAL,
          GHCheckRun.Conclusion.SKIPPED);

  /**
   * Asks for them. What the token may not read is left out: a fine-grained personal token can't be
   * given the permission for check runs at all.
   *
   * @param required the names that count, begun or not; all that there are, if it is empty
   */
  static Checks of(GitHubClient client, String commit, Set<String> required) {
    Map<String, State> states = new TreeMap<>();
    boolean allRead = read(() -> statuses(client, commit, states));
    allRead &= read(() -> runs(client, commit, states));
    List<String> pending = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    Set<String> asked = required.isEmpty() ? states.keySet() : required;
    for (String name : asked) {
      State state = states.get(name);
      if (state == State.FAILED) {
        failed.add(name);
      } else if (state == State.PENDING || (state == null && allRead)) {
        pending.add(name);
      }
    }
    return new Checks(pending, failed);
  }

  private static boolean read(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (ProblemException e) {
      if (e.problems().get(0).code().equals("GITHUB-DENIED")) {
        return false;
      }
      throw e;
    }
  }

  private static void runs(GitHubClient client, String commit, Map<String, State> states) {
    client.tell(
        "for the checks of a commit",
        () -> {
          for (GHCheckRun run : client.repository().getCheckRuns(commit).withPageSize(100)) {
            State state =
                run.getStatus() != GHCheckRun.Status.COMPLETED
                    ? State.PENDING
                    : GOOD.contains(run.getConclusion()) ? State.SUCCEEDED : State.FAILED;
            // Two of one name: the worse one counts.
            states.merge(run.getName(), state, Checks::worse);
          }
        });
  }

  private static State worse(State one, State other) {
    if (one == State.FAILED || other == State.FAILED) {
      return State.FAILED;
    }
    return one == State.PENDING || other == State.PENDING ? State.PENDING : State.SUCCEEDED;
  }

  private static void statuses(GitHubClient client, String commit, Map<String, State> states) {
    client.tell(
        "for the statuses of a commit",
        () -> {
          Set<String> seen = new HashSet<>();
          for (GHCommitStatus status :
              client.repository().listCommitStatuses(commit).withPageSize(100)) {
            // The newest comes first, and it alone counts.
            if (seen.add(status.getContext())) {
              states.put(status.getContext(), state(status.getState()));
            }
          }
        });
  }

  private static State state(GHCommitState state) {
    return switch (state) {
      case PENDING -> State.PENDING;
      case SUCCESS -> State.SUCCEEDED;
      case ERROR, FAILURE -> State.FAILED;
    };
  }
}
