package com.hcomp.gitops.platform.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses, such as {@code 10.208.0.0/13}.
 *
 * @param first its first address, as a number
 * @param length of the prefix, 0 to 32
 */
public record Ipv4Range(long first, int length) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

  public Ipv4Range {
    if (length < 0 || length > 32 || first < 0 || first >= 1L << 32) {
      throw new IllegalArgumentException("no IPv4 range: " + first + "/" + length);
    }
    if (first % (1L << (32 - length)) != 0) {
      throw new IllegalArgumentException(
          address(first) + "/" + length + " does not start where a block of that size does");
    }
  }

  /**
   * Reads {@code a.b.c.d/length}; without a length, one address.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Ipv4Range parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an IPv4 range such as 10.208.0.0/13: " + text);
    }
    long first = 0;
    for (int part = 1; part <= 4; part++) {
      int number = Integer.parseInt(matcher.group(part));
      if (number > 255) {
        throw new IllegalArgumentException("not an IPv4 range: " + text);
      }
      first = first * 256 + number;
    }
    String length = matcher.group(5);
    return new Ipv4Range(first, length == null ? 32 : Integer.parseInt(length));
  }

  /** The block of the given length that an address lies in: any address of it will do. */
  public static Ipv4Range around(String address, int length) {
    long inside = parse(address).first();
    long size = 1L << (32 - length);
    return new Ipv4Range(inside - inside % size, length);
  }

  /** How many addresses it has. */
  public long size() {
    return 1L << (32 - length);
  }

  /** Whether the two share an address. */
  public boolean overlaps(Ipv4Range other) {
    return first < other.first + other.size() && other.first < first + size();
  }

  /** The address at a position, from 0. */
  public String address(int position) {
    if (position < 0 || position >= size()) {
      throw new IllegalArgumentException(this + " has no address " + position);
    }
    return address(first + position);
  }

  /** One of the equal blocks that it divides into, from 0. */
  public Ipv4Range part(int number, int partLength) {
    long partSize = 1L << (32 - partLength);
    if (partLength < length || number < 0 || number >= size() / partSize) {
      throw new IllegalArgumentException(this + " has no /" + partLength + " number " + number);
    }
    return new Ipv4Range(first + number * partSize, partLength);
  }

  @Override
  public String toString() {
    return address(first) + "/" + length;
  }

  private static String address(long number) {
    return (number >> 24 & 255)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
