package com.hcomp.gitops.argocd;

import com.hcomp.gitops.argocd.Liveness.Broken;
import com.hcomp.gitops.argocd.Liveness.Cause;
import com.hcomp.gitops.argocd.Liveness.Progressing;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says why an application is not live in the words of its pods: Argo CD's own are "waiting for
 * healthy state", whatever it is that keeps them from it.
 *
 * @param argoCd asked for the pods of what is not live, and of nothing else
 * @param clock tells what time it is
 */
public record PodReasons(ArgoCd argoCd, Clock clock) {

  /**
   * The same judgement with what the pods say; {@link Broken} where they get ready no more by
   * themselves. It never turns into {@link Liveness.Live}.
   *
   * @param application as it was judged
   */
  public Liveness explain(Liveness liveness, Digest expected, Application application) {
    boolean degraded = liveness instanceof Broken broken && broken.cause() == Cause.DEGRADED;
    if (!degraded && !(liveness instanceof Progressing)) {
      return liveness;
    }
    Diagnosis diagnosis = new Diagnosis(argoCd, application.name());
    try {
      diagnosis.look(new Judge(expected, application.asIfRefreshed()), clock.instant());
    } catch (ProblemException e) {
      // The pods are an extra; that they can't be read must not hide what is known.
      return liveness;
    }
    Optional<String> summary = diagnosis.summary();
    if (summary.isEmpty()) {
      return liveness;
    }
    if (liveness instanceof Broken broken) {
      return new Broken(broken.cause(), summary.get(), words(diagnosis, broken.details()));
    }
    return diagnosis.isHopeless()
        ? new Broken(Cause.DEGRADED, summary.get(), words(diagnosis, List.of()))
        : new Progressing(summary.get());
  }

  private static List<String> words(Diagnosis diagnosis, List<String> more) {
    List<String> words = new ArrayList<>(diagnosis.words());
    words.addAll(more);
    return words;
  }
}
