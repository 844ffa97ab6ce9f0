package com.hcomp.app.smoketest;

import java.util.List;

/**
 * One thing that was looked at.
 *
 * @param name one word
 * @param passed whether it is as it should be
 * @param finding what it is, and if it is wrong, what it should be
 */
record Check(String name, boolean passed, String finding) {

  /** Passes if there was a good answer. */
  static Check answers(String name, Answer answer) {
    return new Check(name, answer.isGood(), answer.address() + ": " + answer.text());
  }

  /** Passes if something is as expected. */
  static Check equal(String name, String expected, String found) {
    boolean same = expected.equals(found);
    return new Check(name, same, same ? found : found + ", expected " + expected);
  }

  static boolean allPassed(List<Check> checks) {
    return checks.stream().allMatch(Check::passed);
  }

  String line() {
    return String.format("%-4s  %-11s  %s", passed ? "pass" : "FAIL", name, finding);
  }
}
