package com.hcomp.gitops.history;

/** What a commit did to an environment's pin. */
public enum Kind {
  /** It pinned a release where none was pinned. */
  FIRST_RELEASE("first release"),
  /** It pinned a release with another payload, or one whose payload can't be told. */
  PROMOTION("promotion"),
  /** It went back to a release that had been pinned before, or held the one that it left. */
  ROLLBACK("rollback"),
  /** It pinned a release with the same payload. */
  CONFIGURATION("configuration"),
  /** It removed the pin, or the whole environment. */
  REMOVAL("removal");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  /** For people. */
  @Override
  public String toString() {
    return text;
  }
}
