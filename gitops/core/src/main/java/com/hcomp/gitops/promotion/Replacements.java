package com.hcomp.gitops.promotion;

import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Replaced;
import java.util.List;

/** What is to be written of releases that others replace, as things are when this is made. */
public final class Replacements {
  private final Access access;
  private final Situation situation;

  public Replacements(Access access) {
    this.access = access;
    this.situation = Situation.now(access);
  }

  /** The replaced releases of an environment, with the one that it is pinned to now. */
  public List<Replaced> of(Environment environment) {
    return new Replacement(access, situation).replaced(environment);
  }
}
