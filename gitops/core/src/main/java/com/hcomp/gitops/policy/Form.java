package com.hcomp.gitops.policy;

import java.net.URI;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How one kind of value is written. promotion.schema.json has the same patterns; what a pattern
 * can't say, such as which time zones there are, only {@code parser} knows.
 *
 * @param allowed for people, with an example
 * @param pattern what the whole text must look like
 * @param parser reads a text that looks like it; throws DateTimeException, ArithmeticException or
 *     IllegalArgumentException if it means nothing
 * @param placeholder stands for a value that is wrong, so that reading can go on to the next
 *     mistake
 */
record Form<T>(String allowed, Pattern pattern, Function<String, T> parser, T placeholder) {
  static final Form<String> NAME =
      of(
          "lower-case letters, digits and '-', such as prd-eu",
          "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
          Function.identity(),
          "");

  static final Form<String> TEXT =
      of("text, not empty", "(?s).*\\S.*", Function.identity(), "text");

  static final Form<Duration> DURATION =
      of(
          "days, hours, minutes and seconds as ISO 8601 writes them: PT30M, PT1H30M, P2D",
          "P(?=[0-9T])([0-9]{1,6}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?",
          Duration::parse,
          Duration.ofMinutes(1));

  static final Form<Duration> DURATION_ABOVE_ZERO =
      of(
          DURATION.allowed + "; more than zero",
          "(?=.*[1-9])" + DURATION.pattern,
          Duration::parse,
          Duration.ofMinutes(1));

  static final Form<LocalTime> TIME =
      of(
          "hours and minutes in quotes, \"00:00\" to \"23:59\"",
          "([01][0-9]|2[0-3]):[0-5][0-9]",
          LocalTime::parse,
          LocalTime.NOON);

  static final Form<LocalDateTime> DATE_AND_TIME =
      of(
          "a day and a time without an offset, in quotes: \"2026-12-20T00:00\"",
          "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]",
          LocalDateTime::parse,
          LocalDateTime.MIN);

  static final Form<ZoneId> ZONE =
      of(
          "a time zone's name, such as Europe/Berlin or UTC",
          "[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*",
          Form::zone,
          ZoneId.of("UTC"));

  static final Form<DayOfWeek> DAY = oneOf(List.of(DayOfWeek.values()), Window::name);

  static final Form<EnvironmentPolicy.Approval> APPROVAL =
      oneOf(
          List.of(EnvironmentPolicy.Approval.values()),
          approval -> approval.name().toLowerCase(Locale.ROOT).replace('_', '-'));

  private static final String HOST = "https?://([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+\\])";
  private static final String PORT = "(:[0-9]{1,5})?";
  private static final String CHARACTER = "[A-Za-z0-9._~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}";

  static final Form<URI> URL =
      of(
          "an address that begins with http:// or https://, without a user or a password",
          HOST + PORT + "(/(" + CHARACTER + ")*)?(\\?(" + CHARACTER + "|\\?)*)?",
          Form::uri,
          URI.create("http://localhost"));

  static final Form<URI> SERVER =
      of(
          "Prometheus' address, such as http://prometheus:9090, without a user, a password or a"
              + " query",
          HOST + PORT + "(/(" + CHARACTER + ")*)?",
          Form::uri,
          URI.create("http://localhost"));

  /** What a text means; empty if it is not written like this. */
  Optional<T> read(String text) {
    if (!pattern.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static <T> Form<T> of(
      String allowed, String pattern, Function<String, T> parser, T placeholder) {
    return new Form<>(allowed, Pattern.compile(pattern), parser, placeholder);
  }

  private static <T> Form<T> oneOf(List<T> values, Function<T, String> name) {
    List<String> names = values.stream().map(name).toList();
    return of(
        String.join(", ", names),
        String.join("|", names),
        text -> values.get(names.indexOf(text)),
        values.get(0));
  }

  /** No mere offsets: a window that knows no daylight saving closes an hour off. */
  private static ZoneId zone(String text) {
    if (!ZoneId.getAvailableZoneIds().contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return ZoneId.of(text);
  }

  private static URI uri(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || uri.getPort() > 65535) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }
}
