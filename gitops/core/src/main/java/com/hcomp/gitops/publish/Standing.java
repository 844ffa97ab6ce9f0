package com.hcomp.gitops.publish;

import com.hcomp.gitops.helm.ChartDifference;
import com.hcomp.gitops.model.Digest;

/** How a chart or release of this build stands to what is published under its name and version. */
public sealed interface Standing {

  /** Nothing is published yet. */
  record Absent() implements Standing {}

  /**
   * The same content is published, and is adopted.
   *
   * @param digest of what is published
   */
  record Same(Digest digest) implements Standing {}

  /**
   * Other content is published, which never changes.
   *
   * @param digest of what is published
   * @param difference between this build and that
   */
  record Other(Digest digest, ChartDifference difference) implements Standing {}
}
