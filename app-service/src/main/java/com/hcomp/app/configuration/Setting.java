package com.hcomp.app.configuration;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that the service is told.
 *
 * @param property its name: {@code hcomp.log-level}
 * @param value as it was given
 */
public record Setting(String property, String value) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");

  /** A name as environments and pods have it. */
  String name() {
    if (!NAME.matcher(value).matches()) {
      throw bad("letters, digits, '-' and '.', such as prd-eu");
    }
    return value;
  }

  boolean bool() {
    if (!value.equals("true") && !value.equals("false")) {
      throw bad("true, false");
    }
    return value.equals("true");
  }

  /** A constant of an enum, in capitals or not. */
  <E extends Enum<E>> E oneOf(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> constant.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                bad(
                    String.join(", ", constants.stream().map(Enum::name).toList())
                        .toLowerCase(Locale.ROOT)));
  }

  /**
   * A duration from nothing to a most: {@code 500ms}, {@code 5s}, {@code 1m} or ISO 8601's {@code
   * PT5S}.
   */
  public Duration duration(Duration most) {
    Duration duration = parseDuration(most);
    if (duration.isNegative() || duration.compareTo(most) > 0) {
      throw bad(durations(most));
    }
    return duration;
  }

  private Duration parseDuration(Duration most) {
    Matcher matcher = SHORT_DURATION.matcher(value);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        default -> Duration.ofMinutes(number);
      };
    }
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw bad(durations(most));
    }
  }

  private static String durations(Duration most) {
    return "a duration from 0s to " + most.toSeconds() + "s, such as 500ms, 5s or PT5S";
  }

  /** What is thrown where the value is none of those that are allowed. */
  public BadSetting bad(String allowed) {
    String variable = property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    String name = property.equals(variable) ? property : property + " (" + variable + ")";
    return new BadSetting(name + " is '" + value + "'; allowed: " + allowed);
  }
}
