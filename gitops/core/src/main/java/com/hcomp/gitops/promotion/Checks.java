package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.policy.Check;
import java.util.List;
import java.util.Map;

/** Asks checks. */
@FunctionalInterface
public interface Checks {
  /**
   * What each is answered, by its name. Doesn't throw problems: what can't be asked is no answer.
   *
   * @param from the environment that is asked
   * @param release what is pinned there
   */
  Map<String, Answer> ask(List<Check> checks, Environment from, Release release);
}
