package com.hcomp.gitops.report;

/**
 * Tells a person what is going on, one line a step. Answers that a goal was asked for do not go
 * through here.
 */
public interface Report {

  /**
   * A step that is done: {@code [gitops] topic text}.
   *
   * @param topic one word, such as {@code platform} or {@code publish}
   * @param text what happened, in one line
   */
  void step(String topic, String text);

  /** A line that belongs to the step before it; whoever wants the steps alone leaves it out. */
  default void detail(String line) {}

  /** Something that a person should know though the work goes on. */
  void warning(String topic, String text);

  /** Tells nobody anything. */
  static Report silent() {
    return new Report() {
      @Override
      public void step(String topic, String text) {}

      @Override
      public void warning(String topic, String text) {}
    };
  }
}
