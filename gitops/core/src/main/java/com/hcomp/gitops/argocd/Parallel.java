package com.hcomp.gitops.argocd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The same work for several names at once. */
final class Parallel {
  private Parallel() {}

  /**
   * The results in the order of the names.
   *
   * @throws RuntimeException the first failure, as the work threw it; what still runs is
   *     interrupted
   */
  static <T> Map<String, T> map(List<String> names, Function<String, T> work) {
    if (names.isEmpty()) {
      return Map.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(names.size(), 16),
            task -> {
              Thread thread = new Thread(task, "argocd");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<String, Future<T>> running = new LinkedHashMap<>();
      names.forEach(name -> running.put(name, threads.submit(() -> work.apply(name))));
      Map<String, T> results = new LinkedHashMap<>();
      for (Map.Entry<String, Future<T>> entry : running.entrySet()) {
        results.put(entry.getKey(), entry.getValue().get());
      }
      return results;
    } catch (InterruptedException e) {
      throw Transport.interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
