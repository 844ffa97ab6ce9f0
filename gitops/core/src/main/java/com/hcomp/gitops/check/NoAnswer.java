package com.hcomp.gitops.check;

/** There is no answer that means anything; the message says why, in a few words. */
final class NoAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoAnswer(String why) {
    super(why);
  }
}
