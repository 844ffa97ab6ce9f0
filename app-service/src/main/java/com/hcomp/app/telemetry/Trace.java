package com.hcomp.app.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's place in a trace, as W3C Trace Context says it.
 *
 * @param traceId 32 hexadecimal digits that all requests of one trace have in common
 * @param spanId 16 hexadecimal digits for what this service does with this request
 */
record Trace(String traceId, String spanId) {
  // version, trace id, parent id, flags; later versions may add more
  private static final Pattern HEADER =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  /**
   * The trace that a request belongs to: the one that its header names, or a new one.
   *
   * @param header the request's {@code traceparent}, if it has one
   */
  static Trace of(@Nullable String header) {
    return new Trace(traceId(header).orElseGet(() -> random(32)), random(16));
  }

  private static Optional<String> traceId(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher matcher = HEADER.matcher(header);
    boolean more = matcher.matches() && matcher.group(2) != null;
    return matcher.matches() && !(more && header.startsWith("00"))
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  private static String random(int digits) {
    HexFormat hex = HexFormat.of();
    StringBuilder text = new StringBuilder();
    while (text.length() < digits) {
      // Not 0, which is the one value that means nothing.
      text.append(hex.toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)));
    }
    return text.toString();
  }
}
