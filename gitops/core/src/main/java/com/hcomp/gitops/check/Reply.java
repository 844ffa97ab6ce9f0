package com.hcomp.gitops.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * What a server answered.
 *
 * @param from who was asked last
 * @param status the HTTP status
 * @param body all of it
 */
record Reply(URI from, int status, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final int LONGEST = 60;

  /**
   * The body as JSON.
   *
   * @throws NoAnswer if it is none
   */
  JsonNode json() {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // Said below.
    }
    throw new NoAnswer(shown(from) + " answers with something that is no JSON object");
  }

  /** An address without what may be secret in it: user, password, query. */
  static String shown(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return address.getScheme() + "://" + address.getHost() + port + path;
  }

  /** Foreign text made fit for a line of a log. */
  static String shown(String text) {
    String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
