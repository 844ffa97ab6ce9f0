package com.hcomp.gitops.check;

import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.policy.Check;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks checks over HTTP, all at once. */
public final class CheckAsker {
  /** Enough for 500 samples of some hundred series; the others answer with less. */
  private static final int MOST_BYTES = 8 << 20;

  private final Clock clock;
  private final Duration patience;
  private final Http http;

  /**
   * @param clock tells up to when metrics are asked for
   * @param patience how long a check may take in all
   */
  public CheckAsker(Clock clock, Duration patience) {
    this(clock, patience, MOST_BYTES);
  }

  CheckAsker(Clock clock, Duration patience, int mostBytes) {
    this.clock = clock;
    this.patience = patience;
    this.http = new Http(patience, mostBytes);
  }

  /** With 10 seconds for each check. */
  public static CheckAsker usual() {
    return new CheckAsker(Clock.systemUTC(), Duration.ofSeconds(10));
  }

  /**
   * What each check is answered, by its name, in their order. Never throws: whatever is unclear is
   * {@link Answer.None}.
   */
  public Map<String, Answer> ask(List<Check> checks, Asked asked) {
    Map<String, CompletableFuture<Answer>> running = new LinkedHashMap<>();
    checks.forEach(check -> running.put(check.name(), ask(check, asked)));
    Map<String, Answer> answers = new LinkedHashMap<>();
    // Each ends by itself: with an answer, or when patience does.
    running.forEach((name, answer) -> answers.put(name, answer.join()));
    return answers;
  }

  private CompletableFuture<Answer> ask(Check check, Asked asked) {
    try {
      if (check instanceof Check.RunningVersion version) {
        VersionCheck question = new VersionCheck(version, asked);
        return ask(question.address(), true, question::judge);
      }
      if (check instanceof Check.Metric metric) {
        MetricCheck question = MetricCheck.of(metric, clock.instant());
        return ask(question.address(), true, question::judge);
      }
      EndpointCheck question = new EndpointCheck((Check.Endpoint) check);
      return ask(question.check().url(), !question.wantsRedirect(), question::judge);
    } catch (NoAnswer e) {
      return CompletableFuture.completedFuture(new Answer.None(String.valueOf(e.getMessage())));
    }
  }

  private CompletableFuture<Answer> ask(
      URI address, boolean follow, Function<Reply, Answer> judge) {
    return CompletableFuture.completedFuture(address)
        .thenCompose(to -> http.get(to, follow))
        .thenApply(judge)
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> new Answer.None(Http.reason(address, failure)));
  }
}
