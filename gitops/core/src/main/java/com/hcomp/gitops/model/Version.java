package com.hcomp.gitops.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org 2.0.0) without build metadata, which OCI tags can't carry.
 *
 * @param value such as {@code 1.0.3} or {@code 1.2.0-g4be1a09c}
 */
public record Version(@JsonValue String value) implements Comparable<Version> {
  private static final String NUMBER = "(0|[1-9][0-9]*)";
  private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-("
              + IDENTIFIER
              + "(?:\\."
              + IDENTIFIER
              + ")*))?");

  public Version {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a semantic version: '" + value + "' (such as 1.0.3)");
    }
  }

  public static boolean isVersion(String value) {
    return FORM.matcher(value).matches();
  }

  /** The next patch version: 1.0.3 and 1.0.4-rc.1 both give 1.0.4. */
  public Version nextPatch() {
    Matcher parts = parts();
    BigInteger patch = new BigInteger(parts.group(3));
    BigInteger next = parts.group(4) == null ? patch.add(BigInteger.ONE) : patch;
    return new Version(parts.group(1) + "." + parts.group(2) + "." + next);
  }

  /** This version as a pre-release: 1.2.0 with {@code g4be1} gives 1.2.0-g4be1. */
  public Version withSuffix(String suffix) {
    Matcher parts = parts();
    String core = parts.group(1) + "." + parts.group(2) + "." + parts.group(3);
    String before = parts.group(4) == null ? "" : parts.group(4) + ".";
    return new Version(core + "-" + before + suffix);
  }

  /** Precedence as semver.org item 11 has it. */
  @Override
  public int compareTo(Version other) {
    Matcher mine = parts();
    Matcher theirs = other.parts();
    for (int group = 1; group <= 3; group++) {
      int order = new BigInteger(mine.group(group)).compareTo(new BigInteger(theirs.group(group)));
      if (order != 0) {
        return order;
      }
    }
    String mySuffix = mine.group(4);
    String theirSuffix = theirs.group(4);
    if (mySuffix == null || theirSuffix == null) {
      return Boolean.compare(mySuffix == null, theirSuffix == null);
    }
    return compareSuffixes(mySuffix.split("\\."), theirSuffix.split("\\."));
  }

  private static int compareSuffixes(String[] mine, String[] theirs) {
    for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
      boolean myNumber = mine[i].chars().allMatch(Character::isDigit);
      boolean theirNumber = theirs[i].chars().allMatch(Character::isDigit);
      int order =
          myNumber && theirNumber
              ? new BigInteger(mine[i]).compareTo(new BigInteger(theirs[i]))
              : myNumber || theirNumber
                  ? Boolean.compare(theirNumber, myNumber)
                  : mine[i].compareTo(theirs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.length, theirs.length);
  }

  private Matcher parts() {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalStateException(value);
    }
    return matcher;
  }

  @Override
  public String toString() {
    return value;
  }
}
