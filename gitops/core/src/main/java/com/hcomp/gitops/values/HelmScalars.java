package com.hcomp.gitops.values;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What a plain scalar means to Helm. It reads YAML 1.1 as go-yaml v2 does, where {@code yes} and
 * {@code on} are booleans and {@code 0755} is octal, and then takes every number as a double.
 */
final class HelmScalars implements Schema {
  /** A scalar without quotes and without a tag. */
  static final Tag PLAIN = new Tag("!plain");

  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(0[xX]|0[oO]|0[bB]|0(?=[0-9]))?([0-9a-fA-F]+)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(63).negate();
  private static final double EXACT = 1L << 53;

  /** Neither JSON nor Kubernetes has infinity, or what is no number: Helm refuses them. */
  static final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public ScalarResolver getScalarResolver() {
    return (text, plain) -> plain ? PLAIN : Tag.STR;
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return Map.of();
  }

  /**
   * The value of a plain scalar.
   *
   * @return null, a Boolean, a Long, a Double where it is no whole number below 2^53, or a String
   * @throws NotFinite for a number that is none in JSON
   */
  static @Nullable Object value(String text) {
    if (NULL.contains(text)) {
      return null;
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return TRUE.contains(text);
    }
    if (NOT_FINITE.matcher(text).matches()) {
      throw new NotFinite();
    }
    char first = text.charAt(0);
    boolean digits = first == '+' || first == '-' || (first >= '0' && first <= '9');
    String number = digits ? text.replace("_", "") : text;
    if (digits || first == '.') {
      Double value = digits ? integer(number) : null;
      if (value == null && FLOAT.matcher(number).matches()) {
        value = Double.valueOf(number);
      }
      if (value != null && !value.isInfinite()) {
        return normal(value);
      }
    }
    return text;
  }

  private static @Nullable Double integer(String text) {
    var parts = INTEGER.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2).toLowerCase(java.util.Locale.ROOT);
    int base =
        switch (prefix) {
          case "0x" -> 16;
          case "0b" -> 2;
          case "0", "0o" -> 8;
          default -> 10;
        };
    try {
      BigInteger value = new BigInteger(parts.group(1) + parts.group(3), base);
      boolean signed = !parts.group(1).isEmpty();
      BigInteger most = signed ? LEAST.negate().subtract(BigInteger.ONE) : MOST;
      return value.compareTo(LEAST) < 0 || value.compareTo(most) > 0 ? null : value.doubleValue();
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Object normal(double value) {
    return value == Math.rint(value) && Math.abs(value) <= EXACT ? (Object) (long) value : value;
  }
}
