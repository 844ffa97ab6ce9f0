package com.hcomp.gitops.report;

import java.io.PrintStream;

/**
 * Prints steps as they happen, a line each: {@code [gitops] platform text}. Nothing is written
 * over, so that it reads the same in a terminal and in a log.
 */
public final class Console implements Report {
  private static final int TOPIC_WIDTH = 10;

  private final PrintStream stream;

  public Console(PrintStream stream) {
    this.stream = stream;
  }

  /**
   * The report that suits how a goal was called.
   *
   * @param quiet whether nothing but the answer is wanted
   * @param json whether the answer is JSON, which then has standard output to itself
   * @param output standard output
   * @param error standard error
   */
  public static Report of(boolean quiet, boolean json, PrintStream output, PrintStream error) {
    return quiet ? Report.silent() : new Console(json ? error : output);
  }

  @Override
  public void step(String topic, String text) {
    print(topic, text);
  }

  @Override
  public void detail(String line) {
    stream.println(line);
    stream.flush();
  }

  @Override
  public void warning(String topic, String text) {
    print(topic, "warning: " + text);
  }

  private void print(String topic, String text) {
    String space = " ".repeat(Math.max(1, TOPIC_WIDTH + 1 - topic.length()));
    stream.println(("[gitops] " + topic + space + text).stripTrailing());
    stream.flush();
  }
}
