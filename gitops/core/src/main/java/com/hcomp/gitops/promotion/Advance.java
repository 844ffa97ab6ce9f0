package com.hcomp.gitops.promotion;

import com.hcomp.gitops.codehost.CodeHost;
import com.hcomp.gitops.codehost.PullRequest;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import com.hcomp.gitops.promotion.Landing.Attempt;
import com.hcomp.gitops.promotion.Promote.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Promotes all that may be promoted now, wave by wave: environments that are promoted from the same
 * one are independent of each other and go side by side; when one of them fails, the rest of its
 * wave stays where it is. What must wait, waits: that is no failure.
 */
public final class Advance {
  private static final int SIDE_BY_SIDE = 8;

  private final Access access;

  public Advance(Access access) {
    this.access = access;
  }

  /**
   * What came of it.
   *
   * @param done what was promoted, and what people are asked about
   * @param waiting what gates hold back
   */
  public record Result(List<Outcome> done, List<Waiting> waiting) {
    public Result {
      done = List.copyOf(done);
      waiting = List.copyOf(waiting);
    }
  }

  /**
   * Advances.
   *
   * @throws ProblemException with all that failed, when everything else is done
   */
  public Result run() {
    List<Outcome> done = new ArrayList<>();
    List<Waiting> waiting = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Situation situation = Situation.withApplications(access);
    Map<String, Choice> choices = choices(situation);
    closeOvertaken(situation, choices);
    // Without Argo CD nothing goes on by itself, what soaked before it was replaced neither: what
    // that replaces would be no candidate any more. Nor does anything wait then for a gate.
    problems.addAll(situation.unlisted());
    if (problems.isEmpty()) {
      for (List<String> wave : waves(situation, choices)) {
        for (Result result : promote(wave, problems)) {
          done.addAll(result.done());
          waiting.addAll(result.waiting());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    choices.forEach(
        (name, choice) ->
            waiting(situation, situation.environment(name), choice).ifPresent(waiting::add));
    return new Result(done, waiting);
  }

  private Map<String, Choice> choices(Situation situation) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    Choosing choosing = new Choosing(access, situation);
    situation
        .environments()
        .forEach(environment -> choices.put(environment.name(), choosing.look(environment)));
    return choices;
  }

  /** The environments that may get something, by what they are promoted from. */
  private static List<List<String>> waves(Situation situation, Map<String, Choice> choices) {
    Map<String, List<String>> waves = new LinkedHashMap<>();
    for (EnvironmentPolicy policy : situation.policy().environments()) {
      if (choices.get(policy.name()) instanceof Choice.Go) {
        waves
            .computeIfAbsent(policy.from().orElseThrow(), any -> new ArrayList<>())
            .add(policy.name());
      }
    }
    return List.copyOf(waves.values());
  }

  private List<Result> promote(List<String> wave, List<Problem> problems) {
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(wave.size(), SIDE_BY_SIDE));
    try {
      List<Future<Result>> running = new ArrayList<>();
      wave.forEach(name -> running.add(threads.submit(one(name, failed))));
      List<Result> results = new ArrayList<>();
      for (Future<Result> each : running) {
        try {
          results.add(each.get());
        } catch (ExecutionException e) {
          problems.addAll(problems(e));
        }
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Result> one(String name, AtomicBoolean failed) {
    return () -> {
      try {
        return access.landing().land(base -> attempt(name, base, failed));
      } catch (RuntimeException e) {
        failed.set(true);
        throw e;
      }
    };
  }

  private static List<Problem> problems(ExecutionException e) {
    if (e.getCause() instanceof ProblemException problem) {
      return problem.problems();
    }
    if (e.getCause() instanceof RuntimeException other) {
      throw other;
    }
    throw new IllegalStateException(e.getCause());
  }

  private Attempt<Result> attempt(String name, BaseCommit base, AtomicBoolean failed) {
    Situation situation = new Situation(access, base);
    Environment target = situation.environment(name);
    Choice choice = new Choosing(access, situation).decide(target);
    if (!(choice instanceof Choice.Go go)) {
      return Attempt.nothing(
          new Result(List.of(), waiting(situation, target, choice).stream().toList()));
    }
    if (failed.get()) {
      access
          .report()
          .step("advance", name + " stays where it is: another environment of its wave failed");
      return Attempt.nothing(new Result(List.of(), List.of()));
    }
    access.milestones().reached(Milestones.Milestone.PLANNED);
    Attempt<Outcome> attempt =
        new Execution(access, situation)
            .promote(target, go.offer(), go.rulings(), Map.of(), new Execution.People(false, true));
    Result result =
        attempt.outcome() instanceof Outcome.Waits waits
            ? new Result(List.of(), List.of(waits.waiting()))
            : new Result(List.of(attempt.outcome()), List.of());
    return new Attempt<>(attempt.paths(), attempt.message(), result);
  }

  static Optional<Waiting> waiting(Situation situation, Environment target, Choice choice) {
    Optional<Environment> from = situation.policy(target).from().map(situation::environment);
    if (choice instanceof Choice.Closed closed) {
      return Optional.of(new Waiting(target, closed.offer().release(), from, closed.rulings()));
    }
    if (choice instanceof Choice.Unordered unordered) {
      return Optional.of(
          new Waiting(
              target,
              unordered.offer().release(),
              from,
              List.of(Choosing.unordered(target, from.orElseThrow()))));
    }
    return Optional.empty();
  }

  /** A pull request for an environment that has its newest already asks for nothing any more. */
  private void closeOvertaken(Situation situation, Map<String, Choice> choices) {
    boolean asked =
        situation.policy().environments().stream()
            .anyMatch(each -> each.approval() == EnvironmentPolicy.Approval.PULL_REQUEST);
    if (!asked) {
      return;
    }
    CodeHost codeHost = access.codeHost();
    for (Map.Entry<String, PullRequest> open : codeHost.open().entrySet()) {
      boolean overtaken =
          choices.get(open.getKey()) instanceof Choice.Nothing
              && !HandEdits.isEdited(situation, situation.environment(open.getKey()));
      if (overtaken) {
        codeHost.close(
            open.getValue(),
            open.getKey() + " runs the newest that there is: nothing is left to approve.");
        access
            .report()
            .step("advance", open.getKey() + "   pull request closed: " + open.getValue().url());
      }
    }
  }
}
