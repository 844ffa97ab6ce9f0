package com.hcomp.gitops.argocd;

import java.util.regex.Pattern;

/** Foreign text made fit for a terminal and for a CI log. */
final class Text {
  private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Text() {}

  /** One line, without colours and control characters; indentation is kept. */
  static String printable(String line) {
    String plain = ESCAPES.matcher(line).replaceAll("").replace("\t", "    ").stripTrailing();
    return CONTROLS.matcher(plain).replaceAll("");
  }

  /** Several lines as one. */
  static String oneLine(String text) {
    return printable(SPACE.matcher(text.strip()).replaceAll(" "));
  }
}
