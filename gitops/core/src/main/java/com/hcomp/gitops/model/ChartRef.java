package com.hcomp.gitops.model;

/**
 * The chart that a release vendors.
 *
 * @param name such as {@code hcomp-app}
 * @param version exact, never a range
 */
public record ChartRef(String name, Version version) {
  public ChartRef {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a chart needs a name");
    }
  }

  @Override
  public String toString() {
    return name + ":" + version;
  }
}
