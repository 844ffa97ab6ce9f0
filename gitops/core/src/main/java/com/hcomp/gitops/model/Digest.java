package com.hcomp.gitops.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The content digest of an artifact.
 *
 * @param value {@code sha256:} and 64 lower-case hexadecimal digits
 */
public record Digest(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a digest: '" + value + "' (sha256: and 64 hexadecimal digits)");
    }
  }

  public static boolean isDigest(String value) {
    return FORM.matcher(value).matches();
  }

  /** The digest of bytes. */
  public static Digest of(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static Digest of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  /** The first digits of the hash, enough to tell digests apart. */
  public String hex(int digits) {
    return value.substring(7, 7 + digits);
  }

  /** For people: {@code sha256:} and 12 digits. */
  public String abbreviated() {
    return "sha256:" + hex(12);
  }

  @Override
  public String toString() {
    return value;
  }
}
