package com.hcomp.gitops.argocd;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The end of a log in few lines: what it says about a failure stands above its stack frames. */
final class LogExcerpt {
  private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ (more|common)).*");
  private static final int WIDTH = 160;

  private LogExcerpt() {}

  /** At most that many lines, oldest first; of stack frames in a row only the first is kept. */
  static List<String> of(List<String> log, int lines) {
    List<String> kept = new ArrayList<>();
    int left = 0;
    boolean inFrames = false;
    for (String line : log) {
      String text = Text.printable(line);
      boolean frame = FRAME.matcher(text).matches();
      if (frame && inFrames) {
        left++;
        continue;
      }
      if (left > 0) {
        kept.add(omitted(left));
        left = 0;
      }
      inFrames = frame;
      if (!text.isBlank()) {
        kept.add(text.length() > WIDTH ? text.substring(0, WIDTH) + "..." : text);
      }
    }
    if (left > 0) {
      kept.add(omitted(left));
    }
    return kept.subList(Math.max(0, kept.size() - lines), kept.size());
  }

  private static String omitted(int frames) {
    return "  ... " + frames + (frames == 1 ? " more frame" : " more frames");
  }
}
