package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.argocd.Refresh;
import com.hcomp.gitops.model.Lazy;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Argo CD says of its applications: each thing is asked for once, when it is first wanted. */
final class Applications {
  private final Lazy<ArgoCd> argoCd;
  private final FutureTask<Map<String, Application>> list = new FutureTask<>(this::read);
  private final Map<String, Application> refreshed = new ConcurrentHashMap<>();
  private volatile List<Problem> unlisted = List.of();

  Applications(Supplier<ArgoCd> argoCd) {
    this.argoCd = new Lazy<>(argoCd);
  }

  ArgoCd argoCd() {
    return argoCd.get();
  }

  private Map<String, Application> read() {
    Map<String, Application> all = new LinkedHashMap<>();
    argoCd().applications().forEach(each -> all.put(each.name(), each));
    return all;
  }

  /** Begins to ask for the list, for who will want it, and waits for nothing. */
  void beginList() {
    Thread thread = new Thread(list, "applications");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * An application as the one list of all has it.
   *
   * @throws ProblemException if Argo CD can't be asked, or has no such application
   */
  Application listed(String name) {
    Application known = list().get(name);
    if (known == null) {
      throw new Problem(
              "NO-APPLICATION",
              "Argo CD has no application " + name + " that this account may get.",
              "Check that the root application is synced, and what the account may do:\n"
                  + "argocd app list")
          .asException();
    }
    return known;
  }

  private Map<String, Application> list() {
    // Does nothing where somebody has begun.
    list.run();
    try {
      return list.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while Argo CD was asked");
    }
  }

  private RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof ProblemException problem) {
      unlisted = problem.problems();
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /** Why the list could not be read, if somebody wanted it. */
  List<Problem> unlisted() {
    return unlisted;
  }

  /**
   * An application after a refresh of it alone.
   *
   * @throws ProblemException if Argo CD can't be asked, or has no such application
   */
  Application refreshed(String name) {
    return refreshed.computeIfAbsent(name, each -> argoCd().application(each, Refresh.NORMAL));
  }
}
